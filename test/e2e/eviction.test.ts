import { type BotUnderTest, startBotUnderTest } from '../helpers/botUnderTest';
import { eventually } from '../helpers/eventually';
import { type RedisServer, startRedis } from '../helpers/redisServer';

jest.setTimeout(60_000);

let redis: RedisServer;
let bots: BotUnderTest[] = [];

afterEach(async () => {
  for (const bot of bots.splice(0).reverse()) await bot.stop();
  await redis.stop();
});

const start = async (change: Partial<Parameters<typeof startBotUnderTest>[0]> = {}) => {
  const bot = await startBotUnderTest({
    redisUrl: redis.url,
    ...change,
    env: { ALERT_CHANNEL: 'C0ALERTS', CHECK_INTERVAL: '1', ...change.env },
  });
  bots.push(bot);
  return bot;
};

const warnings = ({ slack }: BotUnderTest) =>
  slack.seenBy('operator', 'trading-alerts').filter(({ shown }) => shown.includes('may evict'));
const detail = async ({ url }: BotUnderTest) => {
  const response = await fetch(`${url}/readyz`);
  const said = (await response.json()) as {
    readonly redis: { readonly ready: boolean; readonly detail: string };
  };
  return said.redis;
};
const checks = async () => Number(await redis.client().hget('{arbwatch}:alerts:state', 'version'));
const moreChecks = async () => {
  const then = await checks();
  await eventually(async () => (await checks()) > then + 3, 'there were more checks');
};
const logged = ({ log }: BotUnderTest) =>
  log.lines().filter(({ msg }) => `${msg}`.includes('may evict what the bot keeps'));

test("A Redis that may evict the bot's keys causes one warning, even with two instances and a restart", async () => {
  redis = await startRedis({ args: ['--maxmemory', '100mb', '--maxmemory-policy', 'allkeys-lru'] });
  const first = await start();
  const { slack } = first;
  const second = await start({ slack });
  await slack.until(() => warnings(first)[0], 15_000);
  expect(warnings(first)[0]?.shown).toMatch(/maxmemory-policy allkeys-lru.*STORE_REDIS_URL/s);
  await moreChecks();
  await second.bot.stop();
  bots = [first];
  const third = await start({ slack });
  await moreChecks();
  expect(warnings(first)).toHaveLength(1);
  expect(await detail(third)).toEqual({
    ready: true,
    detail: 'Redis answers; it may evict what arbwatch keeps there (maxmemory-policy allkeys-lru)',
  });
  expect([logged(first).length, logged(third).length]).toEqual([1, 1]);
});

test.each([
  ['has no limit of memory', ['--maxmemory-policy', 'allkeys-lru']],
  ['evicts nothing that lasts', ['--maxmemory', '100mb', '--maxmemory-policy', 'volatile-lru']],
])('A Redis that %s causes no warning', async (_, args) => {
  redis = await startRedis({ args });
  const bot = await start();
  await moreChecks();
  expect([warnings(bot), logged(bot), await detail(bot)]).toEqual([
    [],
    [],
    { ready: true, detail: 'Redis answers' },
  ]);
});

test("The traders' Redis may evict keys if the bot has a store of its own", async () => {
  const traders = await startRedis({ args: ['--maxmemory', '100mb', '--maxmemory-policy', 'allkeys-lru'] });
  redis = await startRedis();
  const bot = await start({ redisUrl: traders.url, env: { STORE_REDIS_URL: redis.url } });
  await moreChecks();
  expect([warnings(bot), logged(bot)]).toEqual([[], []]);
  await traders.stop();
});
