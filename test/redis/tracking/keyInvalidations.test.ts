import type { Redis } from 'ioredis';
import type { TrackingSubscription } from '../../../src/redis/tracking/keyInvalidations';
import { eventually } from '../../helpers/eventually';
import {
  failureOf,
  type OpenedState,
  sentinelConfig,
  singleConfig,
  stateOpener,
} from '../../helpers/openedState';
import { startSentinelGroup } from '../../helpers/redisGroups';
import { type RedisServer, startRedis } from '../../helpers/redisServer';
import { describeKeyTrackingContract } from './keyInvalidationsContract';

const open = stateOpener();
let server: RedisServer;
let client: Redis;

beforeAll(async () => {
  server = await startRedis();
  client = server.client({ enableAutoPipelining: true });
});
afterAll(() => server.stop());

describeKeyTrackingContract(async () => {
  await client.flushall();
  return {
    tracking: open(singleConfig(server)).tracking,
    setHash: async (key, fields) => void (await client.hset(key, fields)),
    delete: async (key) => void (await client.del(key)),
    expire: async (key, ttlMs) => void (await client.pexpire(key, ttlMs)),
    clear: async () => void (await client.flushall('ASYNC')),
  };
});

describe('Client tracking of a Redis', () => {
  let state: OpenedState;
  let told: (string | null)[];
  let subscription: TrackingSubscription;
  beforeEach(async () => {
    await client.flushall();
    state = open(singleConfig(server));
    told = [];
    subscription = await state.tracking.track(['s:'], (key) => void told.push(key));
  });

  const connections = async (name: string): Promise<string[]> => {
    const list = String(await client.client('LIST'));
    return [...list.matchAll(new RegExp(`^id=(\\d+) .* name=${name} `, 'gm'))].map(([, id = '']) => id);
  };

  test('reports keys that a script, a transaction, COPY or a rename changes', async () => {
    await client.eval(
      "redis.call('HSET', KEYS[1], 'n', 1) redis.call('HSET', KEYS[2], 'n', 1)",
      2,
      's:1',
      's:2',
    );
    await client.multi().hset('s:3', 'n', 1).hset('s:4', 'n', 1).exec();
    await client.copy('s:4', 's:5');
    await client.rename('s:5', 's:6');
    await subscription.sync();
    expect(new Set(told)).toEqual(new Set(['s:1', 's:2', 's:3', 's:4', 's:5', 's:6']));
  });

  test('reports a key that expires when Redis meets it', async () => {
    await client.set('s:1', '1', 'PX', 20);
    await eventually(async () => (await client.get('s:1')) === null, 'the key has expired');
    await subscription.sync();
    // Once as it was written, and once as it expired.
    expect(told).toEqual(['s:1', 's:1']);
  });

  test('reports keys that Redis evicts', async () => {
    await client.hset('s:1', 'n', 'x'.repeat(10_000));
    await subscription.sync();
    told.splice(0);
    await client.config('SET', 'maxmemory', '1', 'maxmemory-policy', 'allkeys-random');
    await client.set('t', '1').catch(() => undefined);
    await subscription.sync();
    await client.config('SET', 'maxmemory', '0', 'maxmemory-policy', 'noeviction');
    expect(told).toEqual(['s:1']);
  });

  test.each(['arbwatch-changes', 'arbwatch'])('is broken with the connection %s', async (name) => {
    for (const id of await connections(name)) await client.call('CLIENT', 'KILL', 'ID', id);
    await eventually(() => subscription.isBroken, 'it is lost');
    expect(await failureOf(subscription.sync())).toMatchObject({ name: 'TrackingLostError' });
  });

  test('is not broken while Redis is slow, and continues afterwards', async () => {
    server.pause();
    expect(await failureOf(subscription.sync())).toMatchObject({ reason: 'slow' });
    server.resume();
    expect(subscription.isBroken).toBe(false);
    await client.hset('s:1', 'n', 1);
    await subscription.sync();
    expect(told).toEqual(['s:1']);
  });

  test('leaves no connection open when stopped or closed', async () => {
    const other = await state.tracking.track(['s:'], () => undefined);
    await eventually(async () => (await connections('arbwatch-changes')).length === 2, 'there are two');
    other.stop();
    await eventually(async () => (await connections('arbwatch-changes')).length === 1, 'one is gone');
    await state.close();
    await eventually(async () => (await connections('arbwatch-changes')).length === 0, 'both are gone');
  });

  test('is refused for a user without the rights, with the reason and without the password, while reads succeed', async () => {
    await client.call('ACL', 'SETUSER', 'reader', 'on', '>open-sesame', '~*', '+@read', '+ping', '+info');
    const reader = open(singleConfig(server, { username: 'reader', password: 'open-sesame' }));
    const error = await failureOf(reader.tracking.track(['s:'], () => undefined));
    expect(String(error)).toMatch(/changes cannot be tracked: NOPERM/);
    expect(String(error)).not.toContain('open-sesame');
    expect(await reader.store.string('s:1')).toBeNull();
    expect(reader.kept.lines()).toEqual([]);
  });
});

test('Client tracking works for a user with only the rights that docs/adr/0008 names', async () => {
  const may = ['+@read', '+ping', '+info', '+client', '+subscribe', '&__redis__:invalidate'];
  await client.call('ACL', 'SETUSER', 'follower', 'on', '>open-barley', '~*', 'resetchannels', ...may);
  const told: (string | null)[] = [];
  const { tracking } = open(singleConfig(server, { username: 'follower', password: 'open-barley' }));
  const subscription = await tracking.track(['s:'], (key) => void told.push(key));
  await client.hset('s:1', 'n', 1);
  await subscription.sync();
  expect(told).toEqual(['s:1']);
});

test('A restart of Redis breaks the tracking subscription', async () => {
  const own = await startRedis();
  const state = open(singleConfig(own));
  const subscription = await state.tracking.track(['s:'], () => undefined);
  await own.restart();
  await eventually(() => subscription.isBroken, 'it is lost');
  await own.stop();
});

test('Tracking a Redis that hangs fails with slow, not with refused', async () => {
  const own = await startRedis();
  const { store, tracking } = open(singleConfig(own));
  await store.ping();
  own.pause();
  const error = await failureOf(tracking.track(['s:'], () => undefined));
  await own.stop();
  expect(error).toMatchObject({ name: 'StateUnavailableError', reason: 'slow' });
});

test('A failover breaks the tracking subscription', async () => {
  const group = await startSentinelGroup();
  const state = open(sentinelConfig(group));
  const subscription = await state.tracking.track(['s:'], () => undefined);
  await group.sentinel.client().call('sentinel', 'failover', group.name);
  await eventually(() => subscription.isBroken, 'it is lost');
  const again = await eventuallyFollowed(state);
  expect(again.isBroken).toBe(false);
  await group.stop();
});

async function eventuallyFollowed({ tracking }: OpenedState): Promise<TrackingSubscription> {
  let subscription: TrackingSubscription | null = null;
  await eventually(async () => {
    subscription = await tracking.track(['s:'], () => undefined).catch(() => null);
    return subscription !== null;
  }, 'the new master is followed');
  if (subscription === null) throw new Error('not reached');
  return subscription;
}
