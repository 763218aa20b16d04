import type { Cluster } from 'ioredis';
import { systemClock } from '../../../src/lib/clock';
import { RedisClient } from '../../../src/redis/client';
import { RedisHealth } from '../../../src/redis/health';
import { connectStores, type Stores } from '../../../src/storage/connect';
import { settableClock } from '../../helpers/clock';
import { eventually } from '../../helpers/eventually';
import { keptLog } from '../../helpers/log';
import { answers, clusterConfig, failureOf, stateOpener } from '../../helpers/openedState';
import { type RedisCluster, startCluster } from '../../helpers/redisGroups';
import { describeStoreContract } from '../../state/stores/storeContract';
import { describeKeyTrackingContract } from '../tracking/keyInvalidationsContract';

const PASSWORD = 'open-sesame-7f3a';

const open = stateOpener();
let cluster: RedisCluster;
let client: Cluster;
let shared: Stores;

beforeAll(async () => {
  cluster = await startCluster();
  client = cluster.client();
  shared = connectStores(clusterConfig(cluster), { clock: systemClock, log: keptLog().log });
});
afterAll(async () => {
  await shared.close();
  await cluster.stop();
});

const masters = () => client.nodes('master');

const scanned = async ({ store }: Stores, pattern = '*'): Promise<string[]> => {
  const found: string[] = [];
  for await (const keys of store.scan(pattern)) found.push(...keys);
  return found;
};

describe('A cluster', () => {
  describeStoreContract(async () => {
    await Promise.all(masters().map((master) => master.flushall()));
    return {
      store: shared.store,
      set: async (key, value, ttlMs) => {
        await (ttlMs === undefined ? client.set(key, value) : client.set(key, value, 'PX', ttlMs));
      },
      setHash: async (key, fields, ttlMs) => {
        await client.hset(key, fields);
        if (ttlMs !== undefined) await client.pexpire(key, ttlMs);
      },
      letExpire: async (key) => {
        await client.pexpireat(key, 1);
      },
    };
  });
});

describe('Client tracking of a cluster', () => {
  describeKeyTrackingContract(async () => {
    await Promise.all(masters().map((master) => master.flushall()));
    return {
      tracking: shared.tracking,
      setHash: async (key, fields) => void (await client.hset(key, fields)),
      delete: async (key) => void (await client.del(key)),
      expire: async (key, ttlMs) => void (await client.pexpire(key, ttlMs)),
      clear: async () => void (await Promise.all(masters().map((master) => master.flushall()))),
    };
  });
});

describe('On a cluster', () => {
  const keys = Array.from({ length: 300 }, (_, i) => `k:${i}`);
  beforeEach(async () => {
    await Promise.all(masters().map((master) => master.flushall()));
    await Promise.all(keys.map((key) => client.hset(key, 'of', key)));
  });

  test('a scan of every master may be the first request', async () => {
    const sizes = await Promise.all(masters().map((master) => master.dbsize()));
    expect(sizes.filter((size) => size > 0)).toHaveLength(3);
    expect((await scanned(open(clusterConfig(cluster)))).sort()).toEqual([...keys].sort());
  });

  test('hashes of every master, read in one tick, may be the first request', async () => {
    const { store } = open(clusterConfig(cluster));
    const hashes = await Promise.all(keys.map((key) => store.hash(key)));
    expect(hashes.map((hash) => hash?.get('of'))).toEqual(keys);
  });

  test('one node is enough to find the others', async () => {
    const config = clusterConfig(cluster);
    const state = open({ ...config, nodes: config.nodes.slice(0, 1) });
    expect(await scanned(state)).toHaveLength(keys.length);
  });

  test('a host name that cannot be resolved is reported', async () => {
    const { store } = open({ kind: 'cluster', nodes: [{ host: 'redis.invalid', port: 6379 }], tls: false });
    expect(await failureOf(store.ping())).toMatchObject({
      reason: 'unreachable',
      message: expect.stringContaining('redis.invalid'),
    });
  });

  test('closing ends the connections to every master', async () => {
    const connections = async (): Promise<number> => {
      const lists = await Promise.all(masters().map((master) => master.client('LIST')));
      return lists.join('').split('name=arbwatch').length - 1;
    };
    const before = await connections();
    const state = open(clusterConfig(cluster));
    await Promise.all(keys.map((key) => state.store.hash(key)));
    const between = await connections();
    await state.close();
    expect([between - before, await connections()]).toEqual([3, before]);
  });

  test('tuning totals are stored', async () => {
    const { botStore } = open(clusterConfig(cluster));
    const session = { mode: 'paper', env: 'docker', sessionId: 'S' } as const;
    await botStore.rememberTuningTotal(session, 500);
    expect(await botStore.tuningTotal(session)).toBe(500);
  });

  test('reads succeed while a slot moves from one master to another', async () => {
    const { store } = open(clusterConfig(cluster));
    const read = async () =>
      (await Promise.all(keys.map((key) => store.hash(key)))).map((hash) => hash?.get('of'));
    await read();
    const slot = await client.cluster('KEYSLOT', 'k:5');
    const ids = await Promise.all(masters().map(async (master) => `${await master.cluster('MYID')}`));
    const owner = (await Promise.all(masters().map((master) => master.exists('k:5').catch(() => 0)))).indexOf(
      1,
    );
    const [from, to] = [masters()[owner], masters()[(owner + 1) % 3]];
    const [fromId = '', toId = ''] = [ids[owner], ids[(owner + 1) % 3]];
    await to?.cluster('SETSLOT', slot, 'IMPORTING', fromId);
    await from?.cluster('SETSLOT', slot, 'MIGRATING', toId);
    await from?.migrate('127.0.0.1', to?.options.port ?? 0, 'k:5', 0, 1000);
    const whileItMoves = await read();
    for (const master of [to, from]) await master?.cluster('SETSLOT', slot, 'NODE', toId);
    const whenItHasMoved = await read();
    expect([whileItMoves, whenItHasMoved]).toEqual([keys, keys]);
  });
});

describe('A cluster that changes', () => {
  let lost: RedisCluster;
  // One for each test, all started at once: a cluster takes 2 s to form, whatever one does.
  const started: RedisCluster[] = [];
  beforeAll(async () => {
    started.push(
      ...(await Promise.all([1, 2, 3, 4, 5, 6, 7, 8, 9].map(() => startCluster({ password: PASSWORD })))),
    );
  });
  beforeEach(() => {
    const [next] = started.splice(0, 1);
    if (!next) throw new Error('start one more cluster in beforeAll: there is one for each test');
    lost = next;
  });
  afterEach(() => lost.stop());
  afterAll(() => Promise.all(started.map((cluster) => cluster.stop())));

  test('fails a scan rather than scan a part', async () => {
    const state = open(clusterConfig(lost, { password: PASSWORD }));
    await scanned(state);
    await lost.nodes[2]?.kill();
    expect(await failureOf(scanned(state))).toMatchObject({ name: 'StateUnavailableError' });
  });

  test('is not ready when a slot is served by no node', async () => {
    for (const node of lost.nodes) await node.client().config('SET', 'cluster-require-full-coverage', 'no');
    await lost.unserve('a');
    const state = open(clusterConfig(lost, { password: PASSWORD }));
    expect(await failureOf(state.store.string('a'))).toMatchObject({ reason: 'loading' });
    expect(await failureOf(scanned(state))).toMatchObject({
      message: 'Redis is not ready: 16383 of 16384 slots are served',
    });
  });

  test('is scanned with a master that joined since', async () => {
    const state = open(clusterConfig(lost, { password: PASSWORD }));
    await scanned(state);
    const newcomer = await lost.join('late');
    await newcomer.client().set('late', '1');
    expect(await scanned(state)).toEqual(['late']);
  });

  test('is not ready when a slot moved to another master during a scan', async () => {
    const availability = new RedisHealth(settableClock(), keptLog().log);
    const redis = new RedisClient(clusterConfig(lost, { password: PASSWORD }), availability);
    const sources = await redis.scanSources();
    await sources[0]?.('0', '*');
    await lost.join('late');
    const last = await failureOf(Promise.all(sources.slice(1).map((source) => source('0', '*'))));
    await redis.close();
    expect(last).toMatchObject({
      reason: 'loading',
      message: 'Redis is not ready: slots moved to another master during a scan',
    });
  });

  test('breaks the tracking subscription once a slot is served by another master', async () => {
    const state = open(clusterConfig(lost, { password: PASSWORD }));
    const subscription = await state.tracking.track(['s:'], () => undefined);
    await lost.join('late');
    await eventually(async () => {
      await subscription.sync().catch(() => null);
      return subscription.isBroken;
    }, 'it is lost');
  });

  test('breaks the tracking subscription once a master is gone', async () => {
    const state = open(clusterConfig(lost, { password: PASSWORD }));
    const subscription = await state.tracking.track(['s:'], () => undefined);
    await lost.nodes[1]?.kill();
    await eventually(() => subscription.isBroken, 'it is lost');
  });

  test('refuses a wrong password', async () => {
    const { store } = open(clusterConfig(lost, { password: 'open-barley-9c1d' }));
    expect(await failureOf(store.string('a'))).toMatchObject({ reason: 'refused' });
  });

  test('is slow when a master hangs, and closing resolves', async () => {
    const state = open(clusterConfig(lost, { password: PASSWORD }));
    await scanned(state);
    lost.nodes[2]?.pause();
    const keyOnEach = Array.from({ length: 30 }, (_, i) => state.store.string(`k:${i}`));
    const reasons = (await Promise.allSettled(keyOnEach)).flatMap((read) =>
      read.status === 'rejected' ? [read.reason.reason] : [],
    );
    expect(new Set(reasons)).toEqual(new Set(['slow']));
    await expect(state.close()).resolves.toBeUndefined();
  });

  test('is unreachable when all nodes are down, and recovers', async () => {
    const state = open(clusterConfig(lost, { password: PASSWORD }));
    await state.store.ping();
    await Promise.all(lost.nodes.map((node) => node.kill()));
    expect(await failureOf(state.store.string('a'))).toMatchObject({ reason: 'unreachable' });
    await Promise.all(lost.nodes.map((node) => node.restart()));
    await eventually(() => answers(state), 'the cluster answers');
    await expect(scanned(state)).resolves.toEqual([]);
  });
});
