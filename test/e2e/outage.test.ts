import { type BotUnderTest, startBotUnderTest } from '../helpers/botUnderTest';
import { eventually } from '../helpers/eventually';
import { type RedisServer, startRedis } from '../helpers/redisServer';

const BEAT = 'live:docker:arbitrage:heartbeat:live_trader';
const WAIT_MS = 40_000;

let redis: RedisServer;
let bots: BotUnderTest[];
let beating: NodeJS.Timeout;

const startTrader = () => {
  const client = redis.client();
  beating = setInterval(
    () => void client.set(BEAT, new Date().toISOString().slice(0, 19), 'PX', 60_000).catch(() => null),
    500,
  );
};

/** How often what is known was stored. */
const checks = async () => Number(await redis.client().hget('{arbwatch}:alerts:state', 'version'));

afterEach(async () => {
  clearInterval(beating);
  for (const bot of bots.reverse()) await bot.stop();
  await redis.stop();
});

test('After Redis comes back without its data, one message of two instances says from when to when, and no trader is called dead', async () => {
  redis = await startRedis();
  startTrader();
  const options = {
    redisUrl: redis.url,
    env: { ALERT_CHANNEL: 'C0ALERTS', CHECK_INTERVAL: '1', OUTAGE_AFTER: '10', STALE_AFTER: '5' },
  };
  const first = await startBotUnderTest(options);
  const { slack } = first;
  bots = [first, await startBotUnderTest({ ...options, slack })];
  const told = () =>
    slack
      .seenBy('operator', 'trading-alerts')
      .filter((one) => one.author === 'arbwatch' && one.threadTs === null);
  await eventually(
    async () => (await redis.client().exists('{arbwatch}:alerts:state')) === 1,
    'the bot has checked',
  );

  await redis.kill();
  const alert = await slack.until(() => told()[0], WAIT_MS);
  expect(alert.shown).toContain('Monitoring outage');

  await redis.restart();
  await slack.until(() => told()[0]?.edited || null, WAIT_MS);
  expect(told()[0]?.shown).toContain('Monitoring resumed');

  const then = await checks();
  await eventually(async () => (await checks()) > then + 5, 'both copies have checked again');
  expect(told().map(({ ts }) => ts)).toEqual([alert.ts]);
}, 120_000);

test('A bot that starts while Redis is down reports the outage, and its end in the same message', async () => {
  redis = await startRedis();
  await redis.kill();
  const watching = { ALERT_CHANNEL: 'C0ALERTS', CHECK_INTERVAL: '1', OUTAGE_AFTER: '10', STALE_AFTER: '5' };
  const bot = await startBotUnderTest({ redisUrl: redis.url, env: watching });
  bots = [bot];
  const told = () =>
    bot.slack
      .seenBy('operator', 'trading-alerts')
      .filter((one) => one.author === 'arbwatch' && one.threadTs === null);
  const alert = await bot.slack.until(() => told()[0], WAIT_MS);
  expect(alert.shown).toContain('Monitoring outage');

  await redis.restart();
  startTrader();
  await bot.slack.until(() => told()[0]?.edited || null, WAIT_MS);
  expect(told().map(({ ts, shown }) => [ts, shown])).toEqual([
    [alert.ts, expect.stringContaining('Monitoring resumed')],
  ]);
}, 120_000);
