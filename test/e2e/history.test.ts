import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSqlite } from '../../src/history/sqlite/driver';
import { Statements } from '../../src/history/sqlite/statements';
import { type BotUnderTest, startBotUnderTest } from '../helpers/botUnderTest';
import { eventually } from '../helpers/eventually';
import { loadRecording } from '../helpers/recording';
import { type RedisServer, startRedis } from '../helpers/redisServer';

let redis: RedisServer;
let dir = '';
let bot: BotUnderTest | null = null;

beforeAll(async () => {
  redis = await startRedis();
  await loadRecording(redis.client());
  dir = mkdtempSync(join(tmpdir(), 'arbwatch-history-'));
});
afterEach(async () => {
  await bot?.stop();
  bot = null;
});
afterAll(async () => {
  await redis.stop();
  rmSync(dir, { recursive: true, force: true });
});

const start = async (file: string): Promise<BotUnderTest> => {
  bot = await startBotUnderTest({
    redisUrl: redis.url,
    env: { ALERT_CHANNEL: 'C0ALERTS', CHECK_INTERVAL: '1', STALE_AFTER: '30', HISTORY_FILE: file },
  });
  return bot;
};

/** What the file says to somebody with a SQLite tool, while the bot runs. */
async function readFile<Row extends readonly (number | string)[]>(file: string, sql: string): Promise<Row[]> {
  const open = await loadSqlite();
  if (open === null) throw new Error('there is no SQLite');
  const db = new Statements(open(file, { readOnly: true }));
  try {
    return db.rows<Row>(sql);
  } finally {
    db.close();
  }
}

test('A bot records each check in its file, and goes on with it after a restart', async () => {
  const file = join(dir, 'data', 'history.sqlite');
  const checks = () => readFile<[number]>(file, 'SELECT count(*) FROM checks').catch(() => []);
  const hasChecks = async (least: number) => ((await checks())[0]?.[0] ?? 0) >= least;
  await start(file);
  await eventually(() => hasChecks(2), 'two checks are recorded');
  await bot?.stop();
  const before = (await checks())[0]?.[0] ?? 0;
  await start(file);
  await eventually(() => hasChecks(before + 1), 'another check is recorded');
  const targets = await readFile<[string]>(file, 'SELECT name FROM targets WHERE own_first_at IS NOT NULL');
  expect(targets).toContainEqual(['live:docker']);
});

test('Where the file cannot be opened, the bot is ready, checks, and says what is wrong', async () => {
  writeFileSync(join(dir, 'no-folder'), 'a file');
  const { url, log } = await start(join(dir, 'no-folder', 'history.sqlite'));
  await eventually(() => log.text().includes('history problem'), 'it is said');
  await eventually(
    async () => (await fetch(`${url}/healthz/alerting`)).status === 200,
    'alerting is healthy',
  );
  const metrics = async () => (await fetch(`${url}/metrics`)).text();
  await eventually(
    async () => (await metrics()).includes('arbwatch_history_mode{mode="memory"} 1'),
    'the metric says that it is kept in memory',
  );
  expect(await metrics()).toContain('arbwatch_history_problem{problem="read_only"} 1');
});
