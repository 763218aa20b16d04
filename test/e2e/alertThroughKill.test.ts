import { type Sandbox, startSandbox } from '../../sandbox';
import { type ArbwatchProcess, startArbwatch } from '../helpers/arbwatchProcess';
import { MANIFEST, slackEnv } from '../helpers/botUnderTest';
import { observedAlive } from '../helpers/observedAlive';
import { type RedisServer, startRedis } from '../helpers/redisServer';

const BEAT = 'paper:docker:arbitrage:heartbeat:trader';
const IN_ALERTS = { user: 'operator', channel: 'trading-alerts' };
const WAIT_MS = 20_000;

let redis: RedisServer;
let slack: Sandbox;
let bot: ArbwatchProcess;
let beating: NodeJS.Timeout;

const startTrader = () => {
  const client = redis.client();
  const beat = () => void client.set(BEAT, new Date().toISOString().slice(0, 19), 'PX', 60_000);
  beat();
  beating = setInterval(beat, 500);
};
const stopTrader = () => clearInterval(beating);
const startBot = async () => {
  const connected = slack.connections;
  const watching = { ALERT_CHANNEL: 'C0ALERTS', CHECK_INTERVAL: '1', STALE_AFTER: '3' };
  bot = startArbwatch({
    env: { ...slackEnv(slack, 'socket'), REDIS_URL: redis.url, PORT: '0', ...watching },
  });
  await slack.until(() => slack.connections > connected || null, WAIT_MS);
};
const killBot = async () => {
  bot.child.kill('SIGKILL');
  await bot.ended();
};

/** The bot has observed the trader alive, which beats by itself. */
const firstCheck = () => observedAlive(redis.client());

/** The bot's messages in the channel, those in threads left out. */
const alerts = () =>
  slack
    .seenBy('operator', 'trading-alerts')
    .filter((one) => one.author === 'arbwatch' && one.threadTs === null);

const thread = (ts: string) =>
  slack.seenBy('operator', 'trading-alerts').filter((one) => one.threadTs === ts);

beforeEach(async () => {
  redis = await startRedis();
  slack = await startSandbox({ manifest: MANIFEST });
});
afterEach(async () => {
  stopTrader();
  await killBot();
  await slack.stop();
  await redis.stop();
});

test('One message shows that a trader died, was acknowledged by a button, and recovered while the bot was killed', async () => {
  startTrader();
  await startBot();
  await firstCheck();
  stopTrader();
  const alert = await slack.until(() => alerts()[0], WAIT_MS);
  expect(alert.shown).toContain('paper docker');

  await slack.click('incident:acknowledge', { ...IN_ALERTS, ts: alert.ts });
  await slack.until(() => alerts()[0]?.shown.match(/Acknowledged by/), WAIT_MS);

  await slack.until(() => thread(alert.ts).at(-1)?.shown.includes('acknowledged it') || null, WAIT_MS);

  await killBot();
  startTrader();
  await startBot();
  await slack.until(() => alerts()[0]?.shown.match(/ecovered/) ?? null, WAIT_MS);
  expect(alerts().map(({ ts }) => ts)).toEqual([alert.ts]);
  expect(thread(alert.ts).map(({ text }) => text)).toEqual([
    expect.stringContaining('acknowledged it'),
    expect.stringContaining('Recovered after'),
  ]);
}, 90_000);
