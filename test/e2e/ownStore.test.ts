import { clockOf } from '../../sandbox/clock';
import { type BotUnderTest, startBotUnderTest } from '../helpers/botUnderTest';
import { eventually } from '../helpers/eventually';
import { recommendedAcl } from '../helpers/recommendedAcl';
import { loadRecording } from '../helpers/recording';
import { type RedisServer, startRedis } from '../helpers/redisServer';
import { waitingIn } from '../helpers/waitingIn';

const PLACE = { user: 'operator', channel: 'ops' };
const KNOWN = '{arbwatch}:alerts:state';
const BEAT = 'live:local:arbitrage:heartbeat:live_trader';
const WAIT_MS = 20_000;
jest.setTimeout(60_000);

let traders: RedisServer;
let store: RedisServer;
const bots: BotUnderTest[] = [];
let aheadMs = 0;

beforeEach(async () => {
  aheadMs = 0;
  traders = await startRedis();
  store = await startRedis();
  await loadRecording(traders.client());
});
afterEach(async () => {
  for (const bot of bots.splice(0).reverse()) await bot.stop();
  await traders.stop();
  await store.stop();
});

const start = async (options: Partial<Parameters<typeof startBotUnderTest>[0]> = {}) => {
  const bot = await startBotUnderTest({
    redisUrl: traders.url,
    clock: clockOf(() => Date.now() + aheadMs),
    ...options,
    env: {
      ALERT_CHANNEL: 'C0ALERTS',
      CHECK_INTERVAL: '1',
      OUTAGE_AFTER: '30',
      STORE_REDIS_URL: store.url,
      ...options.env,
    },
  });
  bots.push(bot);
  return bot;
};

const asking =
  (bot: BotUnderTest) =>
  async (command: string, text = '') => {
    const before = bot.slack.seenBy('operator', 'ops').length;
    expect((await bot.slack.command(command, text, PLACE)).failure).toBeNull();
    return (await bot.slack.until(() => bot.slack.seenBy('operator', 'ops')[before], 8_000)).shown;
  };

const ready = async ({ url }: BotUnderTest) => {
  const said = await (await fetch(`${url}/readyz`)).json();
  return said as Readonly<Record<'redis' | 'store', { readonly ready: boolean; readonly detail: string }>>;
};

const alerts = (bot: BotUnderTest) =>
  bot.slack
    .seenBy('operator', 'trading-alerts')
    .filter(({ author, threadTs }) => author === 'arbwatch' && threadTs === null);
const alert = (bot: BotUnderTest, words: RegExp) => alerts(bot).find(({ shown }) => words.test(shown));

const checked = (by: RedisServer = store) =>
  eventually(async () => (await by.client().exists(KNOWN)) === 1, 'a check was stored');

test("All keys of the bot are in its own store, none in the traders' Redis", async () => {
  const bot = await start({ env: { STORE_PREFIX: 'arbwatch-night' } });
  await eventually(
    async () => (await store.client().exists('{arbwatch-night}:alerts:state')) === 1,
    'a check was stored',
  );
  await asking(bot)('/arb-tuning', 'd28 20');
  const own = (await store.client().keys('*')).filter((key) => !/:alerts:|:doctor(?::text)?$/.test(key));
  expect(own.sort()).toEqual([
    '{arbwatch-night}:owner',
    '{arbwatch-night}:tuning-total:docker:paper:d28-demo-session',
  ]);
  expect((await traders.client().keys('*')).filter((key) => key.startsWith('{'))).toEqual([]);
});

test('The rights of the two Redis users in docs/security.md suffice and allow no write to the traders', async () => {
  const [reader, keeper] = ['arbwatch-reader', 'arbwatch-store'];
  await traders.client().call('ACL', 'SETUSER', ...recommendedAcl(reader));
  await store.client().call('ACL', 'SETUSER', ...recommendedAcl(keeper));
  const as = ({ url }: RedisServer, user: string) => url.replace('redis://', `redis://${user}:least@`);
  const bot = await start({
    redisUrl: as(traders, reader),
    env: { STORE_REDIS_URL: as(store, keeper), STALE_AFTER: '5' },
    transport: 'http',
  });
  const ask = asking(bot);
  await checked();
  expect(await ask('/arb-status', 'paper')).toContain('1,287');
  expect(await ask('/arb-tuning', 'd28 20')).not.toContain('could not be stored');
  expect(await ask('/arb-alerts', 'test')).toContain('on its way');
  await bot.slack.until(() => alert(bot, /Test alert/), WAIT_MS);
  await eventually(async () => (await waitingIn(store.client())) === 0, 'the delivery is settled');
  expect(bot.log.lines().filter(({ msg }) => /refuse|NOPERM/.test(`${msg}`))).toEqual([]);
  expect(await ready(bot)).toMatchObject({ redis: { ready: true }, store: { ready: true } });
});

test('While the store is unavailable, commands are answered and say that alerts go on from memory', async () => {
  const bot = await start();
  const ask = asking(bot);
  await checked();
  await store.kill();
  expect(await ask('/arb-status', 'paper')).toContain('1,287');
  expect(await ask('/arb-tuning', 'd28 20')).toContain('10 of 20 iterations');
  expect(await ask('/arb-alerts')).toMatch(
    /arbwatch's store cannot be reached\.[\s\S]*Alerts go on from memory/,
  );
  expect(await ready(bot)).toMatchObject({
    redis: { ready: true, detail: 'Redis answers' },
    store: { ready: false, detail: "arbwatch's store cannot be reached" },
  });
  aheadMs = 40_000;
  const told = await bot.slack.until(() => alert(bot, /Storage outage/), WAIT_MS);
  expect(told.shown).toContain("Storage outage: arbwatch's store cannot be reached");
  await store.restart();
  await bot.slack.until(() => alert(bot, /Storage resumed/), WAIT_MS);
  expect(alert(bot, /Storage resumed/)?.ts).toBe(told.ts);
});

test("While the traders' Redis is unavailable, nobody is called dead, and people can act", async () => {
  const bot = await start();
  const ask = asking(bot);
  await checked();
  await traders.kill();
  expect(await ask('/arb-status', 'paper')).toMatch(
    /Redis cannot be reached[\s\S]*state of the traders is unknown/,
  );
  expect(await ready(bot)).toMatchObject({
    redis: { ready: false, detail: 'Redis cannot be reached' },
    store: { ready: true, detail: "arbwatch's store answers" },
  });
  aheadMs = 40_000;
  const told = await bot.slack.until(() => alert(bot, /Monitoring outage/), WAIT_MS);
  expect(await ask('/arb-alerts')).toContain('Monitoring outage');
  expect(await ask('/arb-alerts', 'test')).toContain('on its way');
  await bot.slack.until(() => alert(bot, /Test alert/), WAIT_MS);
  await traders.restart();
  await bot.slack.until(() => alert(bot, /Monitoring resumed/), WAIT_MS);
  expect(alert(bot, /Monitoring resumed/)?.ts).toBe(told.ts);
  expect(alerts(bot).filter(({ shown }) => /Down/.test(shown))).toEqual([]);
});

test('A store that loses its data does not delay the alert about a death', async () => {
  const client = traders.client();
  const beat = () => client.set(BEAT, new Date().toISOString().slice(0, 19), 'PX', 60_000);
  await beat();
  const bot = await start({ env: { STALE_AFTER: '5' } });
  await checked();
  const beating = setInterval(() => void beat(), 200);
  await new Promise((resolve) => setTimeout(resolve, 1500));
  clearInterval(beating);
  const losing = setInterval(() => void store.client().del(KNOWN), 1500);
  await bot.slack.until(() => alert(bot, /Down/), 12_000);
  clearInterval(losing);
});

test('A store that belongs to a bot of other traders ends the start with what to do', async () => {
  await start();
  await checked();
  const others = await startRedis();
  const second = start({ redisUrl: others.url });
  await expect(second).rejects.toThrow(
    `The store at ${store.host}:${store.port}/0 belongs to a bot of another traders' Redis: its alerts would be taken for those of this one. Set STORE_PREFIX to another word than arbwatch`,
  );
  await expect(second).rejects.toThrow("redis-cli DEL '{arbwatch}:owner'");
  await start({ redisUrl: others.url, env: { STORE_PREFIX: 'others' } });
  await others.stop();
});

test("A bot of other traders does not use the store in the traders' Redis", async () => {
  await start({ env: { STORE_REDIS_URL: '' } });
  await checked(traders);
  const others = await startRedis();
  await expect(start({ redisUrl: others.url, env: { STORE_REDIS_URL: traders.url } })).rejects.toThrow(
    /belongs to a bot of another traders' Redis/,
  );
  await others.stop();
});

test('A store that belongs to another bot ends the bot even if it was unavailable at the start', async () => {
  await store.client().set('{arbwatch}:owner', 'of-others');
  store.pause();
  const bot = await start();
  store.resume();
  await expect(bot.bot.failed).rejects.toThrow(/belongs to a bot of another traders' Redis/);
  expect(await store.client().exists(KNOWN)).toBe(0);
});
