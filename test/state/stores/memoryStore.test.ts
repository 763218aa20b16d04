import { StateUnavailableError, WrongTypeError } from '../../../src/redis/errors';
import { MemoryStore } from '../../../src/state/stores/memoryStore';
import { type SettableClock, settableClock } from '../../helpers/clock';
import { describeKeyTrackingContract } from '../../redis/tracking/keyInvalidationsContract';
import { describeStoreContract } from './storeContract';

describeStoreContract(async () => {
  const clock = settableClock();
  const store = new MemoryStore(clock);
  return {
    store,
    set: async (key, value, ttlMs) => store.set(key, value.toString(), ttlMs),
    setHash: async (key, fields, ttlMs) => store.setHash(key, fields, ttlMs),
    letExpire: async (key) => clock.advance((await store.ttlMs(key)) ?? 0),
  };
});

describeKeyTrackingContract(async () => {
  const store = new MemoryStore(settableClock());
  return {
    tracking: store,
    setHash: async (key, fields) => store.setHash(key, fields),
    delete: async (key) => void store.delete(key),
    expire: async (key, ttlMs) => void store.expire(key, ttlMs),
    clear: async () => store.clear(),
  };
});

describe('The in-memory store', () => {
  let clock: SettableClock;
  let store: MemoryStore;
  beforeEach(() => {
    clock = settableClock('2026-11-22T08:00:00Z');
    store = new MemoryStore(clock);
  });

  test('breaks tracking subscriptions when it fails, as a lost connection does', async () => {
    const subscription = await store.track([''], () => undefined);
    store.simulateOutage('unreachable');
    store.endOutage();
    expect(subscription.isBroken).toBe(true);
  });

  test('reports the TTL of a key to the millisecond', async () => {
    store.set('beat', 'now', 60_000);
    clock.advance(59_999);
    expect(await store.ttlMs('beat')).toBe(1);
  });

  test('removes the TTL of a string that is set again without one', async () => {
    store.set('stat', '1', 60_000);
    store.set('stat', '2');
    expect(await store.ttlMs('stat')).toBeNull();
  });

  test('adds fields to a hash, and keeps its TTL', async () => {
    store.setHash('h', { a: '1', b: '1' }, 300_000);
    store.setHash('h', { b: '2' });
    expect(await store.hash('h')).toEqual(new Map(Object.entries({ a: '1', b: '2' })));
    expect(await store.ttlMs('h')).toBe(300_000);
  });

  test('keeps no hash without fields', async () => {
    store.setHash('h', {});
    expect(await store.hash('h')).toBeNull();
  });

  test.each([
    [['1287', '1'], '1288'],
    [['0.1', '0.2'], '0.3'],
    [['0.5', '-0.5'], '0'],
  ])('counts %j up as INCRBYFLOAT does', async ([before = '', by = ''], after) => {
    store.set('stat', before);
    store.incrByFloat('stat', Number(by));
    expect(await store.string('stat')).toBe(after);
  });

  test('counts a missing stat from 0', () => {
    expect(store.incrByFloat('stat', 1)).toBe('1');
  });

  test('refuses to increment what is no number', () => {
    store.set('stat', 'many');
    expect(() => store.incrByFloat('stat', 1)).toThrow('stat cannot be raised by 1');
  });

  test('refuses to increment a hash', () => {
    store.setHash('h', { a: '1' });
    expect(() => store.incrByFloat('h', 1)).toThrow(WrongTypeError);
  });

  test('reports whether there was a key to delete', () => {
    store.set('a', '1');
    expect([store.delete('a'), store.delete('a')]).toEqual([true, false]);
  });

  test('reports whether there was a key to expire', () => {
    store.set('a', '1');
    expect([store.expire('a', 60_000), store.expire('b', 60_000)]).toEqual([true, false]);
  });

  describe('during a simulated outage', () => {
    beforeEach(() => {
      store.set('a', '1');
      store.simulateOutage('slow');
      clock.advance(60_000);
    });

    test('throws at every read, with the reason and the start', async () => {
      const reads = await Promise.allSettled([
        store.string('a'),
        store.hash('a'),
        store.ttlMs('a'),
        store.ping(),
        store.scan('*').next(),
      ]);
      const error = new StateUnavailableError('slow', new Date('2026-11-22T08:00:00Z'));
      expect(reads).toEqual(reads.map(() => ({ status: 'rejected', reason: error })));
      expect(reads[0]).toMatchObject({ reason: { reason: 'slow', since: new Date('2026-11-22T08:00:00Z') } });
    });

    test('throws in the middle of a scan', async () => {
      store.endOutage();
      for (let i = 0; i < 3_000; i++) store.set(`k:${i}`, '1');
      const scan = store.scan('*');
      await scan.next();
      store.simulateOutage('unreachable');
      await expect(scan.next()).rejects.toThrow(StateUnavailableError);
    });

    test('can still be written to', async () => {
      store.set('a', '2');
      store.endOutage();
      expect(await store.string('a')).toBe('2');
    });

    test('can be read again afterwards', async () => {
      store.endOutage();
      expect(await store.string('a')).toBe('1');
    });
  });
});
