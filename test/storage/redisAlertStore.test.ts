import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { systemClock } from '../../src/lib/clock';
import { StateUnavailableError } from '../../src/redis/errors';
import { connectStores, type Stores } from '../../src/storage/connect';
import { COMMIT } from '../../src/storage/redis/alertScripts';
import { eventually } from '../helpers/eventually';
import { keptLog } from '../helpers/log';
import { startCluster } from '../helpers/redisGroups';
import { type RedisServer, startRedis } from '../helpers/redisServer';
import { change, describeAlertStoreContract, head, SHORT_MS } from './alertStoreContract';

let server: RedisServer;
let client: Redis;
let one: Stores;
let two: Stores;

const opened = ({ host, port }: RedisServer): Stores =>
  connectStores(
    { kind: 'single', host, port, db: 0, tls: false },
    { clock: systemClock, log: keptLog().log },
  );

beforeAll(async () => {
  server = await startRedis();
  client = server.client();
  one = opened(server);
  two = opened(server);
});
beforeEach(() => client.flushall());
afterAll(async () => {
  await Promise.all([one.close(), two.close()]);
  await server.stop();
});

const LEASE_MS = 60_000;
const incident = { id: 'incident:a', text: 'a' };

/** Why asking fails, as StateUnavailableError has it; `none` when it does not. */
const reasonOf = (asked: Promise<unknown>): Promise<string> =>
  asked.then(
    () => 'none',
    (error: unknown) => (error instanceof StateUnavailableError ? error.reason : `not of the kind: ${error}`),
  );

describe('one Redis', () => {
  describeAlertStoreContract(async () => ({
    alertStore: one.alertStore,
    letLeaseEnd: () => sleep(2 * SHORT_MS),
  }));
});

test('Of two instances that commit at the same time, a hundred times over, one wins each time', async () => {
  const winners: number[] = [];
  for (let from = 0; from < 100; from++) {
    const won = await Promise.all([one.alertStore.commit(change(from)), two.alertStore.commit(change(from))]);
    winners.push(won.filter(Boolean).length);
  }
  expect(winners).toEqual(winners.map(() => 1));
});

test.each([
  ['is gone', () => client.del('{arbwatch}:alerts:changes')],
  ['is of another type', () => client.set('{arbwatch}:alerts:changes', 'x')],
])('A state of many parts is loaded whole where the list of its changes %s', async (_, damage) => {
  const records = new Map(Array.from({ length: 1_200 }, (_, i) => [`target:paper:e${i}`, '{}'] as const));
  await one.alertStore.commit(change(0, { records }));
  await damage();
  const loaded = await one.alertStore.load();
  expect(loaded).toMatchObject({ version: 1, isComplete: true });
  expect(loaded?.records.size).toBeGreaterThanOrEqual(1_200);
  expect(await one.alertStore.commit(change(1))).toBe(true);
  expect((await one.alertStore.load(1))?.version).toBe(2);
});

test('Of two instances that claim at the same time one wins each time', async () => {
  const put = Array.from({ length: 100 }, (_, i) => ({ id: `d${i}`, text: 't' }));
  await one.alertStore.commit(change(0, { enqueue: put }));
  const claims = await Promise.all(
    put.map(({ id }) =>
      Promise.all([one.alertStore.claim(id, 'one', LEASE_MS), two.alertStore.claim(id, 'two', LEASE_MS)]),
    ),
  );
  expect(claims.map((both) => both.filter((claim) => claim !== null).length)).toEqual(put.map(() => 1));
});

test('A claim that was made before the clock of Redis was set back by ten minutes ends within the longest lease', async () => {
  await one.alertStore.commit(change(0, { enqueue: [incident] }));
  await one.alertStore.claim(incident.id, 'dead', 30_000);
  const key = '{arbwatch}:alerts:leases';
  const endOf = async () => Number((await client.hget(key, incident.id))?.split(' ')[0]);
  await client.hset(key, incident.id, `${(await endOf()) + 600_000} dead`);
  expect(await two.alertStore.claim(incident.id, 'two', 30_000)).toBeNull();
  expect((await endOf()) - Date.now()).toBeLessThan(31_000);
  await client.hset(key, incident.id, `${Date.now() - 1_000} dead`);
  const claim = await two.alertStore.claim(incident.id, 'two', 30_000);
  expect(claim).toMatchObject({ previousLeaseExpired: true });
});

test('every key begins with the prefix in braces, so that a cluster keeps them together', async () => {
  await one.alertStore.commit(
    change(0, { enqueue: [incident], audit: ['x'], messages: [{ incidentId: 'i', text: 'm' }] }),
  );
  await one.alertStore.claim(incident.id, 'one', LEASE_MS);
  const keys = await client.keys('*');
  expect(keys.filter((key) => !key.startsWith('{arbwatch}:alerts:'))).toEqual([]);
});

test('after the data was lost nothing is known, and the first to commit restores it', async () => {
  await one.alertStore.commit(change(0, { enqueue: [incident] }));
  await client.flushall();
  const read = await one.alertStore.load();
  const late = await one.alertStore.commit(change(1));
  const restored = await two.alertStore.commit(change(0, { messages: [{ incidentId: 'a', text: 'm' }] }));
  expect([read, late, restored, (await one.alertStore.messageRefs()).get('a')]).toEqual([
    null,
    false,
    true,
    'm',
  ]);
});

test('scripts that Redis has forgotten still run', async () => {
  await one.alertStore.commit(change(0));
  await client.script('FLUSH');
  expect(await one.alertStore.commit(change(1))).toBe(true);
});

test('A command that an instance sends twice after a lost answer is done once', async () => {
  await one.alertStore.commit(change(0));
  await client.hset('{arbwatch}:alerts:state', 'by', 'same token');
  const keys = ['state', 'outbox', 'retries', 'leases', 'messages', 'audit', 'changes'].map(
    (name) => `{arbwatch}:alerts:${name}`,
  );
  const sent = ['0', '1', 'same token', '*', '*', 'g', '0', '0', '0', '0', '0', '0', '0'];
  const answer = await client.eval(COMMIT, keys.length, ...keys, ...sent);
  expect([answer, await one.alertStore.load()]).toEqual([
    1,
    { version: 1, records: head('state 1'), isComplete: true },
  ]);
});

test('a Redis whose memory is full refuses a commit whole, and the rest can still be read', async () => {
  await one.alertStore.commit(change(0, { enqueue: [incident] }));
  await client.config('SET', 'maxmemory', '1');
  const commit = one.alertStore.commit(
    change(1, { cancel: [incident.id], enqueue: [{ id: 'b', text: 'b' }] }),
  );
  await expect(commit).rejects.toMatchObject({ reason: 'out_of_memory', isReply: true });
  const left = [(await one.alertStore.load())?.version, (await one.alertStore.pending()).map(({ id }) => id)];
  await client.config('SET', 'maxmemory', '0');
  expect(left).toEqual([1, [incident.id]]);
});

test('a Redis that is a replica now refuses, and takes the commit once it is master again', async () => {
  await client.call('replicaof', '127.0.0.1', '1');
  const reason = await reasonOf(one.alertStore.commit(change(0)));
  await client.call('replicaof', 'no', 'one');
  await eventually(() => one.alertStore.commit(change(0)).catch(() => false), 'the commit is taken');
  expect(reason).toBe('read_only');
});

test('a commit that got no answer was carried out or not, and the next read shows it', async () => {
  const own = await startRedis();
  const state = opened(own);
  await state.alertStore.commit(change(0));
  own.pause();
  const reason = await reasonOf(state.alertStore.commit(change(1, { records: head('unheard') })));
  own.resume();
  const looker = own.client();
  await eventually(
    async () => (await looker.hget('{arbwatch}:alerts:state', 'head')) !== null,
    'Redis answers',
  );
  await eventually(
    () =>
      state.store.ping().then(
        () => true,
        () => false,
      ),
    'the bot is connected again',
  );
  const read = await state.alertStore.load();
  const next = await state.alertStore.commit(change(read?.version ?? 0));
  await state.close();
  await own.stop();
  expect([reason, next]).toEqual(['slow', true]);
});

test('with Redis gone every call fails as unavailable, and works again once it is back', async () => {
  const own = await startRedis();
  const state = opened(own);
  await state.alertStore.commit(change(0));
  await own.kill();
  const { alertStore } = state;
  const reasons = await Promise.all(
    [
      alertStore.load(),
      alertStore.commit(change(1)),
      alertStore.pending(),
      alertStore.claim('a', 'me', 1),
      alertStore.complete('a', 'me', { text: 'a', message: null }),
      alertStore.messageRefs(),
      alertStore.audit(1),
    ].map(reasonOf),
  );
  await own.restart();
  await eventually(() => alertStore.commit(change(0)).catch(() => false), 'a commit is taken');
  await state.close();
  await own.stop();
  expect(reasons).toEqual(reasons.map(() => 'unreachable'));
});

describe('a cluster', () => {
  let cluster: Awaited<ReturnType<typeof startCluster>>;
  let state: Stores;
  beforeAll(async () => {
    cluster = await startCluster();
    const nodes = cluster.nodes.map(({ host, port }) => ({ host, port }));
    state = connectStores({ kind: 'cluster', nodes, tls: false }, { clock: systemClock, log: keptLog().log });
    await eventually(
      () =>
        state.store.ping().then(
          () => true,
          () => false,
        ),
      'the cluster answers',
    );
  }, 30_000);
  afterAll(async () => {
    await state.close();
    await cluster.stop();
  });

  describeAlertStoreContract(async () => {
    const flushers = cluster.nodes.map((node) => node.client());
    await Promise.all(flushers.map((each) => each.flushall()));
    for (const each of flushers) each.disconnect();
    return { alertStore: state.alertStore, letLeaseEnd: () => sleep(2 * SHORT_MS) };
  });
});
