import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Sandbox, startSandbox } from '../../sandbox';
import { type BotUnderTest, MANIFEST, startBotUnderTest } from '../helpers/botUnderTest';
import { cliHarness } from '../helpers/cliHarness';
import { observedAlive } from '../helpers/observedAlive';
import { recommendedAcl } from '../helpers/recommendedAcl';
import { type RedisServer, startRedis } from '../helpers/redisServer';

const BEAT = 'paper:docker:arbitrage:heartbeat:trader';
const PLACE = { user: 'operator', channel: 'ops' };
const WAIT_MS = 20_000;
jest.setTimeout(60_000);

let dir: string;
let slack: Sandbox;
let traders: RedisServer;
let from: RedisServer;
let to: RedisServer;
let bot: BotUnderTest | null;
let beating: NodeJS.Timeout;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'arbwatch-move-'));
  slack = await startSandbox({ manifest: MANIFEST });
  traders = await startRedis();
  from = await startRedis();
  to = await startRedis();
  await traders.client().hset('tuning:docker:paper:arbitrage:tuning_session:d28:worker:main:iteration:1', {
    status: 'completed',
  });
});
afterEach(async () => {
  clearInterval(beating);
  await bot?.stop();
  await slack.stop();
  await Promise.all([traders, from, to].map((server) => server.stop()));
  rmSync(dir, { recursive: true });
});

const startTrader = (): void => {
  const client = traders.client();
  const beat = () => void client.set(BEAT, new Date().toISOString().slice(0, 19), 'PX', 60_000);
  beat();
  beating = setInterval(beat, 500);
};
const SECRET_HOOK = 'https://hooks.example/secret-path';
const settingsOf = (store: string): Record<string, string> => ({
  ALERT_CHANNEL: 'C0ALERTS',
  CHECK_INTERVAL: '1',
  STALE_AFTER: '3',
  DEADMAN_PING_URL: SECRET_HOOK,
  STORE_REDIS_URL: store,
});
const startBot = async (store: string): Promise<BotUnderTest> => {
  bot = await startBotUnderTest({ redisUrl: traders.url, slack, env: settingsOf(store) });
  return bot;
};
const stopBot = async (): Promise<void> => {
  await bot?.stop();
  bot = null;
};
/** Runs a command of the terminal at a store; what it printed, and its exit code. */
const arbwatch = async (store: string, ...args: string[]) => {
  const cli = cliHarness();
  cli.clock.set(new Date());
  Object.assign(cli.env, { ...settingsOf(store), REDIS_URL: traders.url });
  const code = await cli.run(...args);
  return { code, out: cli.stdout.join(''), err: cli.stderr.join('') };
};

/** The bot's messages in the channel, those in threads left out. */
const alerts = () =>
  slack
    .seenBy('operator', 'trading-alerts')
    .filter((one) => one.author === 'arbwatch' && one.threadTs === null);

const isOfPaper = ({ shown }: { readonly shown: string }): boolean => shown.includes('paper docker');

test('A bot that moves to another Redis goes on with the same messages, nothing doubled and nothing lost', async () => {
  await to.client().call('ACL', 'SETUSER', ...recommendedAcl('arbwatch-store'));
  const target = to.url.replace('redis://', 'redis://arbwatch-store:least@');
  startTrader();
  await startBot(from.url);
  await observedAlive(from.client());
  await slack.command('/arb-tuning', 'd28 20', PLACE);
  clearInterval(beating);
  const { ts } = await slack.until(() => alerts().find(isOfPaper), WAIT_MS);
  await stopBot();
  const before = alerts().map((one) => one.ts);

  const file = join(dir, 'copy.jsonl');
  const exported = await arbwatch(from.url, 'export', file);
  expect([exported.code, exported.out]).toEqual([0, '']);
  expect(exported.err).toMatch(
    /^Exported \d+ targets, \d open alerts?, \d messages? in Slack, .*1 tuning total/,
  );
  expect(exported.err).not.toContain('does not know');
  const text = readFileSync(file, 'utf8');
  const secrets = [...Object.values(slack.tokens), 'secret-path'];
  expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);

  const imported = await arbwatch(target, 'import', file);
  expect([imported.code, imported.err]).toEqual([0, '']);
  expect(imported.out).toMatch(/^Imported \d+ targets, \d open alert/);

  await startBot(target);
  await slack.until(
    () => bot?.log.lines().find(({ msg }) => `${msg}`.includes('connected to Slack')),
    WAIT_MS,
  );
  startTrader();
  await slack.until(() => alerts().find((one) => one.ts === ts && one.shown.includes('Recovered')), WAIT_MS);
  expect(alerts().map((one) => one.ts)).toEqual(before);
  await slack.command('/arb-tuning', 'd28', PLACE);
  expect(slack.seenBy('operator', 'ops').at(-1)?.shown).toContain('1 of 20 iterations');

  const again = await arbwatch(target, 'import', file);
  expect([again.code, again.out]).toEqual([1, '']);
  expect(again.err).toMatch(
    /^There is something at .* already: .*; the last check was .* ago\. Nothing was written/,
  );
});
