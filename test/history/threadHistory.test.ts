import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadSqlite } from '../../src/history/sqlite/driver';
import {
  ago,
  allWritten,
  checkAgo,
  countChecks,
  dataDir,
  everything,
  historyPath,
  installHistories,
  openHistory,
} from '../helpers/threadHistories';

installHistories();

test('What was recorded is there after a restart, and the time between is a gap: the bot was down', async () => {
  const first = openHistory().history;
  for (const intervals of [100, 99, 98]) first.record(checkAgo(intervals));
  await allWritten(first);
  await first.stop(2_000);
  const second = openHistory().history;
  for (const intervals of [2, 1]) second.record(checkAgo(intervals));
  const series = await second.series(everything);
  expect(series.points).toHaveLength(5);
  expect(series.gaps).toContainEqual({ from: ago(98), to: ago(2), reason: 'bot_down' });
  expect(second.health()).toMatchObject({
    mode: 'file',
    file: historyPath(),
    problem: null,
    droppedChecks: 0,
  });
});

test('Without a file everything is kept in memory, and said so', async () => {
  const { history, log } = openHistory({ path: null });
  history.record(checkAgo(1));
  expect(await countChecks(history)).toBe(1);
  expect(history.health()).toMatchObject({ mode: 'memory', file: null, problem: null });
  expect(log.lines()).toContainEqual(expect.objectContaining({ msg: 'history opened', mode: 'memory' }));
});

test('Another process on the same file reads what the first one writes, and takes over when that has ended', async () => {
  const first = openHistory().history;
  first.record(checkAgo(3));
  await allWritten(first);
  const second = openHistory().history;
  expect(await countChecks(second)).toBe(1);
  expect(second.health().mode).toBe('read_only');
  second.record(checkAgo(2));
  first.record(checkAgo(1));
  await allWritten(first);
  expect(await countChecks(second)).toBe(2);
  expect(second.health()).toMatchObject({ problem: null, droppedChecks: 0 });
});

test('A file that is removed while it is open is made anew, and what was before is not known', async () => {
  const { history, log } = openHistory();
  history.record(checkAgo(3));
  await allWritten(history);
  for (const name of readdirSync(dataDir())) rmSync(join(dataDir(), name));
  history.record(checkAgo(1));
  const { points, gaps } = await history.series(everything);
  expect(points).toHaveLength(1);
  expect(gaps).toContainEqual({ from: everything.from, to: ago(1), reason: 'no_records' });
  expect(log.text()).toContain('history file was removed or replaced');
});

test('A damaged file is moved aside with its time in the name, and a new one is begun', async () => {
  const first = openHistory().history;
  for (let intervals = 900; intervals > 0; intervals--) first.record(checkAgo(intervals));
  await allWritten(first);
  await first.stop(2_000);
  damagePages(historyPath());
  const { history, log } = openHistory();
  await expect(history.series(everything)).rejects.toThrow('it is damaged');
  history.record(checkAgo(1));
  expect(await countChecks(history)).toBe(1);
  const names = readdirSync(dataDir());
  expect(names).toContainEqual(expect.stringMatching(/^history\.sqlite\.corrupt-\d{8}T\d{6}Z$/));
  expect(history.health()).toMatchObject({ mode: 'file', movedTo: expect.stringContaining('.corrupt-') });
  expect(log.lines().filter(({ msg }) => msg === 'history moved aside; starting a new one')).toHaveLength(1);
});

test('What is no database is moved aside, too', async () => {
  mkdirSync(dataDir());
  writeFileSync(historyPath(), 'this was a history once');
  const { history } = openHistory();
  history.record(checkAgo(1));
  expect(await countChecks(history)).toBe(1);
  expect(history.health()).toMatchObject({ mode: 'file', problem: null });
  expect(readdirSync(dataDir())).toContainEqual(expect.stringContaining('.corrupt-'));
});

test('Where there can be no file, the history is kept in memory, and the reason is said once', async () => {
  writeFileSync(dataDir(), 'a file where the folder should be');
  const { history, log } = openHistory();
  for (const intervals of [3, 2, 1]) history.record(checkAgo(intervals));
  expect(await countChecks(history)).toBe(3);
  expect(history.health()).toMatchObject({ mode: 'memory', file: null, problem: { code: 'read_only' } });
  expect(log.lines().filter(({ msg }) => msg === 'history problem')).toHaveLength(1);
});

/** All pages but the first, which says what tables there are, and the one behind it. */
function damagePages(file: string): void {
  const bytes = readFileSync(file);
  writeFileSync(file, bytes.fill(0xa5, 2 * bytes.readUInt16BE(16)));
}

test('Who only reads disturbs nobody, and answers nothing from an empty memory', async () => {
  const reader = openHistory({ mayWrite: false }).history;
  await expect(countChecks(reader)).rejects.toThrow('The history cannot be read');
  expect(existsSync(historyPath())).toBe(false);
  const writer = openHistory().history;
  for (const intervals of [3, 2]) writer.record(checkAgo(intervals));
  await allWritten(writer);
  const second = openHistory({ mayWrite: false }).history;
  expect(await countChecks(second)).toBe(2);
  writer.record(checkAgo(1));
  await allWritten(writer);
  expect(await countChecks(second)).toBe(3);
  expect(writer.health()).toMatchObject({ mode: 'file', problem: null, droppedChecks: 0 });
});

test('A file of an earlier version is read on, its spans summed up anew from its checks', async () => {
  const first = openHistory().history;
  for (let intervals = 200; intervals > 0; intervals--) first.record(checkAgo(intervals));
  await allWritten(first);
  await first.stop(2_000);
  const open = await loadSqlite();
  const db = open?.(historyPath(), { readOnly: false });
  db?.exec(
    'UPDATE five_minutes SET total_balance = -1; UPDATE hours SET total_balance = -1; PRAGMA user_version = 1',
  );
  db?.close();
  const { history } = openHistory();
  history.record(checkAgo(0));
  await allWritten(history);
  const { total } = await history.series({ ...everything, points: 4 });
  expect(total).toMatchObject({ min: 100, max: 100, count: 200 });
});
