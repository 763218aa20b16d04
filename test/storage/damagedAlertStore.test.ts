import type { Redis } from 'ioredis';
import { systemClock } from '../../src/lib/clock';
import { connectStores, type Stores } from '../../src/storage/connect';
import { IN_FLIGHT_MS } from '../../src/storage/redis/alertScripts';
import { DAMAGES, KEYS, keyOf, letClaimsEnd } from '../helpers/damagedKeys';
import { keptLog } from '../helpers/log';
import { singleConfig } from '../helpers/openedState';
import { type RedisServer, startRedis } from '../helpers/redisServer';
import { change } from './alertStoreContract';

const LEASE_MS = 60_000;
const TRIED = { count: 1, notBefore: null, inDoubtSince: null, lastFailure: null };

let server: RedisServer;
let client: Redis;
let state: Stores;
let alertStore: Stores['alertStore'];

beforeAll(async () => {
  server = await startRedis();
  client = server.client();
  state = connectStores(singleConfig(server), { clock: systemClock, log: keptLog().log });
  alertStore = state.alertStore;
});
beforeEach(async () => {
  await client.flushall();
  const message = { incidentId: 'i', text: 'where it is' };
  await alertStore.commit(
    change(0, { enqueue: [{ id: 'd', text: 't' }], audit: ['x'], messages: [message] }),
  );
});
afterAll(async () => {
  await state.close();
  await server.stop();
});

describe.each(DAMAGES)('Of a key that is %s', (_, damage) => {
  test.each(KEYS)('%s: everything goes on', async (key) => {
    await alertStore.claim('d', 'me', LEASE_MS);
    await damage(client, key);
    await alertStore.release('d', 'me', TRIED);
    const put = [{ id: 'e', text: 'later' }];
    const committed = await alertStore.commit(
      change((await alertStore.load())?.version ?? 0, { enqueue: put, audit: ['y'] }),
    );
    await letClaimsEnd(client);
    await alertStore.claim('e', 'me', LEASE_MS);
    await letClaimsEnd(client);
    const claim = await alertStore.claim('e', 'me', LEASE_MS);
    await alertStore.complete('e', 'me', { text: 'later', message: { incidentId: 'j', text: 'there' } });
    const waiting = (await alertStore.pending()).map(({ id }) => id);
    const placed = (await alertStore.messageRefs()).get('j');
    expect([
      committed,
      claim?.text,
      waiting.includes('e'),
      placed,
      (await alertStore.audit(9)).includes('y'),
    ]).toEqual([true, 'later', false, 'there', true]);
  });
});

test('A key of another type is set aside, and what stood there can still be read', async () => {
  await client.set(keyOf('outbox'), 'text');
  await alertStore.commit(change(1));
  expect(await client.get(`${keyOf('outbox')}:damaged`)).toBe('text');
});

test('Without the claims, nobody may claim what may be on its way just now; then it may have been sent', async () => {
  await alertStore.claim('d', 'one', LEASE_MS);
  await client.del(keyOf('leases'));
  const early = await alertStore.claim('d', 'two', LEASE_MS);
  const [untilMs = ''] = ((await client.hget(keyOf('leases'), 'd')) ?? '').split(' ');
  await letClaimsEnd(client);
  const late = await alertStore.claim('d', 'two', LEASE_MS);
  expect([early, late?.previousLeaseExpired]).toEqual([null, true]);
  expect(Number(untilMs) - Date.now()).toBeLessThanOrEqual(IN_FLIGHT_MS);
});

test('Whoever had the claim that is lost may still end its delivery', async () => {
  await alertStore.claim('d', 'one', LEASE_MS);
  await client.del(keyOf('leases'));
  await alertStore.claim('d', 'two', LEASE_MS);
  await alertStore.complete('d', 'one', { text: 't', message: null });
  expect(await alertStore.pending()).toEqual([]);
});

test('Claims that are lost again and again hold up nothing after the first time', async () => {
  await client.del(keyOf('leases'));
  await alertStore.claim('d', 'one', LEASE_MS);
  const beganMs = Number(await client.hget(keyOf('state'), 'claimsLostAt'));
  await client.hset(keyOf('state'), 'claimsLostAt', beganMs - IN_FLIGHT_MS);
  await client.del(keyOf('leases'));
  expect(await alertStore.claim('d', 'one', LEASE_MS)).toMatchObject({
    text: 't',
    previousLeaseExpired: true,
  });
});

test('Without the attempts, or with one that cannot be read, what waits may have been sent', async () => {
  await client.del(keyOf('retries'));
  const lost = await alertStore.claim('d', 'me', LEASE_MS);
  await alertStore.release('d', 'me', TRIED);
  await client.hset(keyOf('retries'), 'd', '{"count":');
  const cutOff = await alertStore.claim('d', 'me', LEASE_MS);
  expect([lost?.previousLeaseExpired, cutOff?.previousLeaseExpired]).toEqual([true, true]);
});

test('What was restored after its key was lost is not claimed while it may be on its way', async () => {
  await alertStore.claim('d', 'one', LEASE_MS);
  await client.del(keyOf('outbox'), keyOf('leases'));
  const read = await alertStore.generations();
  await alertStore.commit(change(1, { enqueue: [{ id: 'd', text: 't' }], generations: { read, next: 'g' } }));
  expect(await alertStore.claim('d', 'two', LEASE_MS)).toBeNull();
});

test.each(['outbox', 'messages'] as const)(
  'A commit by one who does not know that the %s are lost stores nothing',
  async (key) => {
    const read = await alertStore.generations();
    await client.del(keyOf(key));
    const blindly = await alertStore.commit(change(1, { generations: { read, next: 'g' } }));
    const knowing = { read: await alertStore.generations(), next: 'g' };
    expect([blindly, await alertStore.commit(change(1, { generations: knowing }))]).toEqual([false, true]);
  },
);

test('A store of an earlier version of the bot has lost nothing, and its claims hold nothing up', async () => {
  await client.flushall();
  await client.hset(keyOf('state'), { version: '3', known: 'k' });
  await client.hset(keyOf('outbox'), 'd', 't');
  expect(await alertStore.generations()).toBeNull();
  expect(await alertStore.claim('d', 'me', LEASE_MS)).toMatchObject({
    text: 't',
    previousLeaseExpired: true,
  });
});

test('A total, and a request that was noted, in a key of another type: the one is not known, the other is not new', async () => {
  const session = { mode: 'paper', env: 'docker', sessionId: 'S' } as const;
  const { botStore } = state;
  await botStore.rememberTuningTotal(session, 5);
  await botStore.markRequestSeen('v0=a');
  for (const key of await client.keys('{arbwatch}:[tr]*')) {
    await client.del(key);
    await client.lpush(key, 'damaged');
  }
  const seen = [await botStore.tuningTotal(session), await botStore.markRequestSeen('v0=a')];
  await botStore.rememberTuningTotal(session, 6);
  expect([...seen, await botStore.tuningTotal(session)]).toEqual([null, false, 6]);
});
