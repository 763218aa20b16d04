import { RedisClient } from '../../src/redis/client';
import { describeRedis } from '../../src/redis/connect/options';
import { RedisHealth } from '../../src/redis/health';
import type { RedisConfig } from '../../src/redis/redisConfig';
import { connectStores, type Stores } from '../../src/storage/connect';
import { StoreOwner } from '../../src/storage/storeOwner';
import { settableClock } from '../helpers/clock';
import { keptLog } from '../helpers/log';
import { sentinelConfig, singleConfig } from '../helpers/openedState';
import { startSentinelGroup } from '../helpers/redisGroups';
import { type RedisServer, startRedis } from '../helpers/redisServer';

let store: RedisServer;
const states: Stores[] = [];
const clock = settableClock('2026-11-22T08:00:00Z');

beforeAll(async () => {
  store = await startRedis();
});
beforeEach(() => store.client().flushall());
afterEach(() => Promise.all(states.splice(0).map((state) => state.close())));
afterAll(() => store.stop());

const open = (traders: RedisConfig, change: Partial<Parameters<typeof connectStores>[1]> = {}): Stores => {
  const state = connectStores(traders, {
    clock,
    log: keptLog().log,
    botRedis: singleConfig(store),
    ...change,
  });
  states.push(state);
  return state;
};

/** Nobody need be there: only what is configured counts. */
const single = (host: string, port = 1, db = 0): RedisConfig => ({
  kind: 'single',
  host,
  port,
  db,
  tls: false,
});
const cluster = (...hosts: string[]): RedisConfig => ({
  kind: 'cluster',
  nodes: hosts.map((host) => ({ host, port: 1 })),
  tls: false,
});
const sentinels = (name: string, ...hosts: string[]): RedisConfig => ({
  kind: 'sentinel',
  name,
  sentinels: hosts.map((host) => ({ host, port: 1 })),
  db: 0,
  tls: false,
});

/** What a bot of these traders is told; nobody connects to them for it. */
const claimed = async (traders: RedisConfig): Promise<string> => {
  const { log } = keptLog();
  const at = singleConfig(store);
  const redis = new RedisClient(at, new RedisHealth(clock, log));
  const owner = new StoreOwner({ redis, prefix: 'arbwatch', traders, where: describeRedis(at), clock, log });
  const outcome = await owner.claim().then(
    () => 'ours',
    (error: Error) => error.name,
  );
  await redis.close();
  return outcome;
};

test.each([
  ['the case of a host', single('Redis.example'), single('redis.example')],
  ['localhost by its address', single('localhost'), single('127.0.0.1')],
  ['TLS and a password', single('a'), { ...single('a'), tls: true, password: 'p' } as RedisConfig],
  ['the order of nodes', cluster('a', 'b'), cluster('b', 'a')],
  ['one node more and one fewer', cluster('a', 'b'), cluster('b', 'c')],
  ['one Sentinel more', sentinels('m', 'a'), sentinels('m', 'b', 'a')],
])('A store stays with its bot, whatever changes of %s', async (_, before, after) => {
  expect([await claimed(before), await claimed(after)]).toEqual(['ours', 'ours']);
});

test.each([
  ['host', single('a'), single('b')],
  ['port', single('a'), single('a', 2)],
  ['database', single('a'), single('a', 1, 1)],
  ['master', sentinels('m', 'a'), sentinels('n', 'a')],
  ['set of Sentinels, whose master has the same name', sentinels('m', 'a'), sentinels('m', 'b')],
  ['cluster', cluster('a', 'b'), cluster('c', 'd')],
])('A store belongs to a bot of one %s alone', async (_, before, after) => {
  expect([await claimed(before), await claimed(after)]).toEqual(['ours', 'ForeignStoreError']);
});

test('Nodes that are replaced one by one are the same cluster all the way', async () => {
  const steps = [cluster('a', 'b'), cluster('b', 'c'), cluster('c', 'd'), cluster('d', 'e')];
  const outcomes: string[] = [];
  for (const step of steps) outcomes.push(await claimed(step));
  expect(outcomes).toEqual(['ours', 'ours', 'ours', 'ours']);
});

test('The owner key contains no address and no secret', async () => {
  await claimed({ ...single('redis.example'), password: 'hunter2' } as RedisConfig);
  expect(await store.client().get('{arbwatch}:owner')).toMatch(/^[0-9a-f]{16}$/);
});

test('A store in the same place as the traders counts as theirs, as by another user', async () => {
  const { storeStatus } = open(singleConfig(store));
  await storeStatus.claim();
  expect([storeStatus.isSeparate, await store.client().get('{arbwatch}:owner')]).toEqual([false, 'here']);
});

test('A store that lost its data is marked again within a minute of its use', async () => {
  const { alertStore } = open(single('127.0.0.1'));
  await alertStore.version();
  await store.client().flushall();
  clock.advance(60_000);
  await alertStore.version();
  await alertStore.version();
  expect(await claimed(single('b'))).toBe('ForeignStoreError');
});

test('A store that refuses writes can be read all the same', async () => {
  const { alertStore } = open(single('127.0.0.1'));
  await store.client().config('SET', 'maxmemory', '1');
  expect(await alertStore.load()).toBeNull();
  await store.client().config('SET', 'maxmemory', '0');
});

test('Which Redis was read is said of the traders, not of the store', async () => {
  const group = await startSentinelGroup();
  const { verifiedReads, store: traders } = open(sentinelConfig(group));
  const read = await verifiedReads.verifiedRead(() => traders.ping());
  await group.stop();
  expect(read.source).toBe(`${group.master.host}:${group.master.port}`);
}, 20_000);
