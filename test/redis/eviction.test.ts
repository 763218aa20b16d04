import type { Redis } from 'ioredis';
import { evictionOf, mayEvict, policyThatEvicted, readEviction } from '../../src/redis/eviction';
import { settableClock } from '../helpers/clock';
import { eventually } from '../helpers/eventually';
import { clusterConfig, failureOf, singleConfig, stateOpener } from '../helpers/openedState';
import { startCluster } from '../helpers/redisGroups';
import { type RedisServer, startRedis } from '../helpers/redisServer';

const open = stateOpener();

const evictSomething = async (client: Pick<Redis, 'config' | 'set'>, key: string): Promise<void> => {
  await client.config('SET', 'maxmemory-policy', 'allkeys-lru');
  await client.set(key, 'x');
  await client.config('SET', 'maxmemory', '1');
  // There is no room for it, once all that can be evicted is.
  await client.set(key, 'y').catch(() => undefined);
  await client.config('SET', 'maxmemory', '0');
};

describe('The eviction status of a Redis', () => {
  let server: RedisServer;
  let client: Redis;

  beforeAll(async () => {
    server = await startRedis();
    client = server.client();
  });
  afterAll(() => server.stop());

  test('contains its policy and how many keys it has evicted', async () => {
    const state = open(singleConfig(server));
    expect(await state.eviction()).toEqual({ policy: 'noeviction', evictedKeys: 0, isLimited: false });
    await evictSomething(client, 'k');
    state.clock.advance(60_000);
    expect(await state.eviction()).toEqual({ policy: 'allkeys-lru', evictedKeys: 1, isLimited: false });
    expect(await policyThatEvicted(state.eviction)).toBe('allkeys-lru');
  });

  test.each([
    ['may not ask', ['ACL', 'SETUSER', 'least', 'on', '>p', '+@all', '-info', '~*']],
    ['may do nothing of the kind', ['ACL', 'SETUSER', 'least', 'on', '>p', '-@all', '+ping', '+get', '~*']],
  ])('is not known to a user that %s, who can read all the same', async (_, [name = '', ...acl]) => {
    await client.call(name, ...acl);
    const state = open(singleConfig(server, { username: 'least', password: 'p' }));
    expect(await state.eviction()).toEqual({ policy: null, evictedKeys: null, isLimited: null });
    await state.store.ping();
    expect(state.kept.lines().filter(({ msg }) => msg.includes('cannot'))).toEqual([]);
  });

  test('is an error while Redis does not answer, and is read again', async () => {
    const state = open(singleConfig(server));
    await state.store.ping();
    server.pause();
    expect(await failureOf(state.eviction())).toMatchObject({ reason: 'slow' });
    expect(await policyThatEvicted(state.eviction)).toBeNull();
    server.resume();
    expect(await state.eviction()).toMatchObject({ policy: 'allkeys-lru' });
  });
});

test('On a cluster, the node that evicts counts', async () => {
  const cluster = await startCluster();
  const state = open(clusterConfig(cluster));
  expect(await state.eviction()).toEqual({ policy: 'noeviction', evictedKeys: 0, isLimited: false });
  const client = cluster.client();
  for (let i = 0; i < 50; i += 1) await client.set(`k${i}`, 'x');
  const node = client.nodes('master').at(-1);
  if (node === undefined) throw new Error('a cluster has masters');
  await node.config('SET', 'maxmemory-policy', 'allkeys-random');
  const evicted = async (): Promise<number> =>
    Number(/^evicted_keys:(\d+)/m.exec(await node.info('stats'))?.[1] ?? 0);
  await node.config('SET', 'maxmemory', '1');
  await eventually(async () => (await evicted()) > 0, 'keys are evicted');
  await node.config('SET', 'maxmemory', '1gb');
  state.clock.advance(60_000);
  expect(await mayEvict(state.eviction)).toBe(true);
  expect(await state.eviction()).toEqual({
    policy: 'allkeys-random',
    evictedKeys: await evicted(),
    isLimited: true,
  });
  await node.config('SET', 'maxmemory', '0');
  state.clock.advance(60_000);
  expect(await mayEvict(state.eviction)).toBe(false);
  await cluster.stop();
});

test('The eviction status is read once a minute, however many callers there are', async () => {
  let asked = 0;
  const clock = settableClock();
  const infos = async () => [`maxmemory_policy:allkeys-lru\r\nevicted_keys:${++asked}`];
  const ask = evictionOf({ infos }, clock);
  await Promise.all([ask(), ask()]);
  clock.advance(59_999);
  expect(await ask()).toMatchObject({ evictedKeys: 1 });
  clock.advance(1);
  expect(await ask()).toMatchObject({ evictedKeys: 2 });
});

test.each([
  [
    'two nodes that evict',
    ['maxmemory_policy:allkeys-lru\r\nevicted_keys:2', 'maxmemory_policy:allkeys-lfu\r\nevicted_keys:3'],
    'allkeys-lru',
    5,
  ],
  [
    'a node that evicts and one that evicts what expires',
    ['maxmemory_policy:volatile-lru\r\nevicted_keys:7', 'maxmemory_policy:allkeys-lfu\r\nevicted_keys:3'],
    'allkeys-lfu',
    3,
  ],
  ['a node that says nothing of it', ['# Memory\r\n'], null, null],
  ['no node', [], null, null],
])('The eviction status is read from %s', async (_, infos, policy, evictedKeys) => {
  expect(await readEviction({ infos: async () => infos })).toMatchObject({ policy, evictedKeys });
});
