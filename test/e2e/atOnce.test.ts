import { type BotUnderTest, startBotUnderTest } from '../helpers/botUnderTest';
import { eventually } from '../helpers/eventually';
import { type RedisServer, startRedis } from '../helpers/redisServer';

/** Within these tests there is one regular check, at the start. */
const CHECK_EVERY_S = 3_600;
const NAMESPACE = 'live:docker:arbitrage';

let redis: RedisServer;
let bot: BotUnderTest;

beforeEach(async () => {
  redis = await startRedis();
});
afterEach(async () => {
  await bot.stop();
  await redis.stop();
});

const startBot = async (): Promise<void> => {
  bot = await startBotUnderTest({
    redisUrl: redis.url,
    env: {
      ALERT_CHANNEL: 'C0ALERTS',
      CHECK_INTERVAL: `${CHECK_EVERY_S}`,
      STALE_AFTER: `${CHECK_EVERY_S + 1}`,
      OUTAGE_AFTER: `${CHECK_EVERY_S + 1}`,
      DIGEST_CRON: 'off',
    },
  });
  const health = async () => (await fetch(`${bot.url}/healthz/alerting`)).text();
  await eventually(async () => (await health()).includes('the last successful check'), 'it has checked once');
};

const alerts = (): readonly string[] =>
  bot.slack
    .seenBy('operator', 'trading-alerts')
    .filter(({ author, threadTs }) => author === 'arbwatch' && threadTs === null)
    .map(({ shown }) => shown);

test('A breaker that trips between two checks, and a flag that is set, are posted long before the next', async () => {
  const client = redis.client();
  const metrics = { circuit_breaker_active: 'False' };
  await client.hset(`${NAMESPACE}:metrics:live`, metrics);
  await client.expire(`${NAMESPACE}:metrics:live`, 300);
  await client.set(`${NAMESPACE}:stats:live_armed`, '0');
  await startBot();
  // Once Redis tells of changes, a check of its own follows; nothing is lost before that.
  await client.incrbyfloat(`${NAMESPACE}:stats:live_armed`, 1);
  await eventually(() => alerts().some((shown) => shown.includes('armed')), 'it is told that it is armed');
  await client.hset(`${NAMESPACE}:metrics:live`, { circuit_breaker_active: 'True' });
  await eventually(() => alerts().some((shown) => /breaker/i.test(shown)), 'the breaker is told of');
});
