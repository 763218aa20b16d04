import type { Redis } from 'ioredis';
import { RealOrderMonitor } from '../../../src/monitors/orders/realOrders';
import { scanRealOrders } from '../../../src/monitors/orders/scanRealOrders';
import { DEFAULT_KEY_PREFIX, type Target } from '../../../src/state/keys';
import { eventually } from '../../helpers/eventually';
import {
  clusterConfig,
  type OpenedState,
  sentinelConfig,
  singleConfig,
  stateOpener,
} from '../../helpers/openedState';
import { recommendedAcl } from '../../helpers/recommendedAcl';
import { startCluster, startSentinelGroup } from '../../helpers/redisGroups';
import { type RedisServer, startRedis } from '../../helpers/redisServer';

const LIVE: Target = { prefix: DEFAULT_KEY_PREFIX, mode: 'live', env: 'docker' };
const ORDERS = 'live:docker:arbitrage:orders:';
const DAY_S = 86_400;

const open = stateOpener();
let server: RedisServer;
let client: Redis;
let monitors: RealOrderMonitor[] = [];

beforeAll(async () => {
  server = await startRedis();
  client = server.client();
});
afterAll(() => server.stop());
beforeEach(() => client.flushall());
afterEach(() => {
  for (const monitor of monitors) monitor.close();
  monitors = [];
});

const order = async (key: string, ttlS = DAY_S, redis = client): Promise<void> => {
  await redis.hset(key, 'status', 'filled', 'updated_at', `T${Math.random()}`);
  await redis.expire(key, ttlS);
};

async function monitoring(state: OpenedState, targets: readonly Target[] = [LIVE]) {
  const { clock, kept, tracking, store } = state;
  const monitor = new RealOrderMonitor({ store, tracking, clock, log: kept.log });
  monitors.push(monitor);
  await store.ping();
  await monitor.track(targets);
  const last = async (id = 'live:docker'): Promise<Date | undefined> => {
    await monitor.observe();
    return monitor.lastRealOrderAt().get(id);
  };
  return { monitor, clock, kept, last };
}

const logged = ({ kept }: OpenedState): string[] => kept.lines().map(({ msg }) => msg);

/** To the ms the clocks of the test and of Redis do not agree. */
const secondsBefore = (now: Date, at: Date | undefined): number =>
  Math.round((now.getTime() - (at?.getTime() ?? Number.NaN)) / 1000);

test('An order is noticed by the next check', async () => {
  const { last, clock } = await monitoring(open(singleConfig(server)));
  expect(await last()).toBeUndefined();
  await order(`${ORDERS}1`);
  expect(secondsBefore(clock.now(), await last())).toBe(0);
});

test('An order that expires or is deleted is no new order', async () => {
  await order(`${ORDERS}1`);
  await order(`${ORDERS}2`);
  const { last } = await monitoring(open(singleConfig(server)));
  await client.del(`${ORDERS}1`);
  await client.pexpire(`${ORDERS}2`, 1);
  await eventually(async () => (await client.exists(`${ORDERS}2`)) === 0, 'it has expired');
  expect(await last()).toBeUndefined();
});

test('Of 10,000 orders at once no more than 20 are read', async () => {
  const { last } = await monitoring(open(singleConfig(server)));
  const writer = server.client({ enableAutoPipelining: true });
  await Promise.all(Array.from({ length: 10_000 }, (_, n) => order(`${ORDERS}${n}`, DAY_S, writer)));
  await client.config('RESETSTAT');
  expect(await last()).toBeDefined();
  const [, calls] = /cmdstat_hscan:calls=(\d+)/.exec(await client.info('commandstats')) ?? [];
  expect(Number(calls)).toBeLessThanOrEqual(20);
});

test('Envs of which one is the beginning of another are tracked side by side', async () => {
  const envs = ['a', 'a:b', 'a:arbitrage:orders:c'];
  const targets = envs.map((env): Target => ({ prefix: DEFAULT_KEY_PREFIX, mode: 'live', env: env }));
  const { last, monitor } = await monitoring(open(singleConfig(server)), targets);
  for (const env of envs) await order(`live:${env}:arbitrage:orders:1`);
  await last();
  expect([...monitor.lastRealOrderAt().keys()]).toEqual(envs.map((env) => `live:${env}`));
});

test('A target that is discovered later is tracked as well, and its earlier orders are found', async () => {
  const { monitor, last } = await monitoring(open(singleConfig(server)));
  const found: Target = { prefix: DEFAULT_KEY_PREFIX, mode: 'live', env: 'local' };
  await order('live:local:arbitrage:orders:before');
  await monitor.seed({ targets: [LIVE, found], realOrderKeys: [] });
  await eventually(async () => (await last('live:local')) !== undefined, 'it is found');
  await order(`${ORDERS}1`);
  expect(await last()).toBeDefined();
});

test('An order that was written while the connection was lost is found, and the interruption is logged', async () => {
  const state = open(singleConfig(server));
  const { last } = await monitoring(state);
  const list = String(await client.client('LIST'));
  const [, id = ''] = /^id=(\d+) .* name=arbwatch-changes /m.exec(list) ?? [];
  await client.call('CLIENT', 'KILL', 'ID', id);
  await order(`${ORDERS}1`);
  await eventually(async () => (await last()) !== undefined, 'it is found');
  expect(logged(state)).toEqual([expect.stringMatching('client tracking was interrupted')]);
});

test('A user without the rights to track is logged once, and scans find orders', async () => {
  await client.call('ACL', 'SETUSER', 'reader', 'on', '>open-sesame', '~*', '+@read', '+ping', '+info');
  const state = open(singleConfig(server, { username: 'reader', password: 'open-sesame' }));
  const { monitor, last } = await monitoring(state);
  await order(`${ORDERS}1`);
  for (let n = 0; n < 3; n++) expect(await last()).toBeUndefined();
  await monitor.seed({ targets: [LIVE], realOrderKeys: [{ target: LIVE, key: `${ORDERS}1` }] });
  expect(await last()).toBeDefined();
  expect(logged(state)).toEqual([expect.stringMatching('only full scans find real orders')]);
});

test('Changes are tracked once Redis permits it', async () => {
  await client.call('ACL', 'SETUSER', 'later', 'on', '>open-barley', '~*', '+@read', '+ping', '+info');
  const state = open(singleConfig(server, { username: 'later', password: 'open-barley' }));
  const { last, clock } = await monitoring(state);
  await client.call('ACL', 'SETUSER', 'later', '+client', '+subscribe', '&__redis__:invalidate');
  clock.advance(60_000);
  await order(`${ORDERS}1`);
  await eventually(async () => (await last()) !== undefined, 'it is found');
});

test('A user with the rights of docs/security.md notices orders', async () => {
  await client.call('ACL', 'SETUSER', ...recommendedAcl());
  const state = open(singleConfig(server, { username: 'arbwatch', password: 'least' }));
  const { last } = await monitoring(state);
  await order(`${ORDERS}1`);
  expect(await last()).toBeDefined();
  expect(await scanRealOrders(state.store, LIVE)).not.toBeNull();
  expect(logged(state)).toEqual([]);
});

test('A Redis that was unavailable is tracked again, and what was written meanwhile is found', async () => {
  const own = await startRedis();
  const state = open(singleConfig(own));
  const { last } = await monitoring(state);
  await own.restart();
  await order(`${ORDERS}1`, DAY_S, own.client());
  await eventually(async () => (await last()) !== undefined, 'it is found');
  await own.stop();
});

test('An order that is written to the new master is noticed', async () => {
  const group = await startSentinelGroup();
  const state = open(sentinelConfig(group));
  const { last } = await monitoring(state);
  await group.sentinel.client().call('sentinel', 'failover', group.name);
  await eventually(
    async () => String(await group.replica.client().info('replication')).includes('role:master'),
    'it is one',
  );
  await order(`${ORDERS}1`, DAY_S, group.replica.client());
  await eventually(async () => (await last()) !== undefined, 'the order is found');
  await group.stop();
});

test('Orders on every master of a cluster are noticed', async () => {
  const cluster = await startCluster();
  const { last, clock } = await monitoring(open(clusterConfig(cluster)));
  const writer = cluster.client();
  for (let hours = 1; hours <= 10; hours++) {
    await writer.hset(`${ORDERS}${hours}`, 'updated_at', 'T');
    await writer.expire(`${ORDERS}${hours}`, hours * 3600);
    // The end that it was given tells how old it is.
    expect(secondsBefore(clock.now(), await last())).toBeCloseTo(DAY_S - hours * 3600, -1);
  }
  await cluster.stop();
});
