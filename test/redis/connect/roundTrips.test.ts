import type { Redis } from 'ioredis';
import { clusterConfig, singleConfig, stateOpener } from '../../helpers/openedState';
import { type RedisCluster, startCluster } from '../../helpers/redisGroups';
import { type RedisServer, startRedis } from '../../helpers/redisServer';

const open = stateOpener();

/** How often Redis has read from its clients' sockets, this question included. */
const readsOf = async (client: Redis): Promise<number> =>
  Number(/total_reads_processed:(\d+)/.exec(await client.info('stats'))?.[1]);

describe('On one Redis', () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.stop());

  test('fourteen reads in one tick take one round trip', async () => {
    const { store } = open(singleConfig(server));
    const client = server.client();
    await store.ping();
    const before = await readsOf(client);
    await Promise.all([
      ...Array.from({ length: 6 }, (_, i) => store.string(`stat:${i}`)),
      ...Array.from({ length: 4 }, (_, i) => store.hash(`hash:${i}`)),
      ...Array.from({ length: 4 }, (_, i) => store.ttlMs(`beat:${i}`)),
    ]);
    const [itself, theRoundTrip] = [1, 1];
    expect((await readsOf(client)) - before).toBe(itself + theRoundTrip);
  });

  test('no SCAN looks at so many keys that it blocks Redis for long', async () => {
    const client = server.client();
    await Promise.all(Array.from({ length: 10_000 }, (_, i) => client.set(`k:${i}`, '1')));
    await client.config('RESETSTAT');
    const { store } = open(singleConfig(server));
    for await (const _ of store.scan('nothing*'));
    const calls = Number(/cmdstat_scan:calls=(\d+)/.exec(await client.info('commandstats'))?.[1]);
    expect(calls).toBeGreaterThanOrEqual(9);
  });

  test('a scan prefetches a few pages and no more', async () => {
    const client = server.client();
    await Promise.all(Array.from({ length: 30_000 }, (_, i) => client.set(`k:${i}`, '1')));
    await client.config('RESETSTAT');
    const { store } = open(singleConfig(server));
    const scan = store.scan('k:*')[Symbol.asyncIterator]();
    await scan.next();
    for (let asked = 0; asked < 30; asked++) await store.ping();
    const calls = Number(/cmdstat_scan:calls=(\d+)/.exec(await client.info('commandstats'))?.[1]);
    expect(calls).toBeGreaterThan(2);
    expect(calls).toBeLessThan(15);
  });
});

describe('On a cluster', () => {
  let cluster: RedisCluster;
  beforeAll(async () => {
    cluster = await startCluster();
  });
  afterAll(() => cluster.stop());

  test('the reads in one tick take one round trip to each master', async () => {
    const { store } = open(clusterConfig(cluster));
    const keys = Array.from({ length: 30 }, (_, i) => `k:${i}`);
    const readAll = () => Promise.all(keys.map((key) => store.string(key)));
    await readAll();
    const clients = cluster.nodes.map((node) => node.client());
    const before = await Promise.all(clients.map(readsOf));
    await readAll();
    const after = await Promise.all(clients.map(readsOf));
    expect(after.map((count, i) => count - (before[i] ?? 0))).toEqual([2, 2, 2]);
  });
});
