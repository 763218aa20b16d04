import { chmodSync, mkdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { loadSqlite } from '../../src/history/sqlite/driver';
import { Statements } from '../../src/history/sqlite/statements';
import { startWriter } from '../helpers/historyProcesses';
import { WRITER_INTERVAL_MS, WRITER_TARGETS } from '../helpers/historyWriter';
import { dataDir, historyPath, installHistories } from '../helpers/threadHistories';

installHistories();

/** `npm run test:kill` kills two hundred times. */
const ROUNDS = Number(process.env.HISTORY_KILL_ROUNDS ?? '5');

jest.setTimeout(30_000 + ROUNDS * 5_000);

async function readFile(): Promise<Statements> {
  const open = await loadSqlite();
  if (open === null) throw new Error('there is no SQLite');
  return new Statements(open(historyPath(), { readOnly: false }));
}

/** What is watched all the time has null there. */
const HOURS = 'SELECT target, at, checks, ifnull(watched_ms, 3600000) FROM hours ORDER BY target, at';

/** Each span has what its checks say, and no check is there twice. */
function expectConsistent(db: Statements): number {
  expect(db.row('PRAGMA integrity_check')).toEqual(['ok']);
  const [fiveMinutesUntil = 0, hoursUntil = 0] = ['five_minutes_until', 'hours_until'].map(
    (mark) => db.row<[number]>('SELECT value FROM marks WHERE name = ?', mark)?.[0] ?? 0,
  );
  const inChecks = db.rows(
    `SELECT target, at - at % 300000 AS start, count(*), min(total_balance), max(total_balance) FROM checks
     WHERE at < ? GROUP BY target, start`,
    fiveMinutesUntil,
  );
  const summedUp = db.rows('SELECT target, at, checks FROM five_minutes ORDER BY target, at');
  expect(summedUp).toEqual(inChecks.map(([target, start, checks]) => [target, start, checks]));
  const inFiveMinutes = db.rows(
    `SELECT target, at - at % 3600000 AS start, sum(checks), sum(ifnull(watched_ms, 300000)) FROM five_minutes WHERE at < ?
     GROUP BY target, start`,
    hoursUntil,
  );
  expect(db.rows(HOURS)).toEqual(inFiveMinutes);
  return db.row<[number]>('SELECT max(at) FROM checks')?.[0] ?? 0;
}

test('A process that is killed at any time has recorded nothing twice, and nothing by halves', async () => {
  let fromMs = Date.parse('2026-11-22T08:00:00Z');
  for (let round = 0; round < ROUNDS; round++) {
    const writer = await startWriter(historyPath(), { from: new Date(fromMs) });
    expect(writer.opened).toEqual({ mode: 'file', problem: null });
    await sleep(20 + ((round * 37) % 180));
    await writer.kill();
    const db = await readFile();
    const lastMs = expectConsistent(db);
    expect(lastMs).toBeGreaterThan(fromMs);
    expect(db.row('SELECT count(*) FROM targets')).toEqual([WRITER_TARGETS.length]);
    db.close();
    fromMs = lastMs + (round % 2 === 0 ? 1 : 40) * WRITER_INTERVAL_MS;
  }
});

test('A second process reads only, for as long as the first lives, however that ends', async () => {
  const first = await startWriter(historyPath(), { from: new Date('2026-11-22T08:00:00Z') });
  const second = await startWriter(historyPath());
  expect(second.opened).toEqual({ mode: 'read_only', problem: null });
  await first.kill();
  const third = await startWriter(historyPath());
  expect(third.opened).toEqual({ mode: 'file', problem: null });
});

test('A file that its user may not open is left alone, and all is kept in memory', async () => {
  mkdirSync(dataDir());
  const first = await startWriter(historyPath());
  chmodSync(historyPath(), 0o000);
  const second = await startWriter(historyPath(), { obeysModes: true });
  expect(first.opened.mode).toBe('file');
  expect(second.opened).toMatchObject({ mode: 'memory', problem: { code: 'read_only' } });
});
