import {
  type KeyTracking,
  TrackingLostError,
  type TrackingSubscription,
} from '../../../src/redis/tracking/keyInvalidations';

/** A state, empty at the start of each test, and ways to change it; each resolves when the change was made. */
export interface TrackedStore {
  readonly tracking: KeyTracking;
  setHash(key: string, fields: Readonly<Record<string, string>>): Promise<void>;
  delete(key: string): Promise<void>;
  expire(key: string, ttlMs: number): Promise<void>;
  clear(): Promise<void>;
}

/** What every KeyTracking does. `open` is called after the file's own beforeAll and before each test. */
export const describeKeyTrackingContract = (open: () => Promise<TrackedStore>): void => {
  describe('Client tracking', () => {
    let at: TrackedStore;
    let told: (string | null)[];
    let subscription: TrackingSubscription;
    beforeEach(async () => {
      at = await open();
      await at.setHash('sessions:old', { n: '1' });
      // Of its own: what the follower of the test before still hears when all is cleared is not this one's.
      const heard: (string | null)[] = [];
      told = heard;
      subscription = await at.tracking.track(['sessions:', 'jobs:'], (key) => void heard.push(key));
    });
    afterEach(() => subscription.stop());

    const toldOf = async (change: Promise<void>): Promise<(string | null)[]> => {
      await change;
      await subscription.sync();
      return told.splice(0);
    };

    test('reports a key that is written, changed, given a TTL and deleted, each before sync resolves', async () => {
      expect(await toldOf(at.setHash('jobs:1', { n: '1' }))).toEqual(['jobs:1']);
      expect(await toldOf(at.setHash('jobs:1', { n: '2' }))).toEqual(['jobs:1']);
      expect(await toldOf(at.expire('jobs:1', 60_000))).toEqual(['jobs:1']);
      expect(await toldOf(at.delete('jobs:1'))).toEqual(['jobs:1']);
    });

    test('reports changes of keys that existed before', async () => {
      expect(await toldOf(at.delete('sessions:old'))).toEqual(['sessions:old']);
    });

    test('does not report keys with other prefixes', async () => {
      expect(await toldOf(at.setHash('orders:sessions:1', { n: '1' }))).toEqual([]);
    });

    test('reports keys as they are', async () => {
      const key = 'sessions:a\r\nb "c" \\ é 🚀 *[x]';
      expect(await toldOf(at.setHash(key, { n: '1' }))).toEqual([key]);
    });

    test('reports everything that was written before, however much and by whomever', async () => {
      const keys = Array.from({ length: 3_000 }, (_, n) => `sessions:${n}`);
      await Promise.all(keys.map((key) => at.setHash(key, { n: '1' })));
      await subscription.sync();
      expect(new Set(told)).toEqual(new Set(keys));
    });

    test('reports null when all keys are flushed', async () => {
      expect(await toldOf(at.clear())).toContain(null);
      expect(subscription.isBroken).toBe(false);
    });

    test('reports to each of several subscribers the keys that it tracks', async () => {
      const others: (string | null)[] = [];
      const other = await at.tracking.track(['sessions:n'], (key) => void others.push(key));
      await at.setHash('sessions:new', { n: '1' });
      await at.setHash('sessions:also', { n: '1' });
      await Promise.all([subscription.sync(), other.sync()]);
      other.stop();
      expect([others, told.sort()]).toEqual([['sessions:new'], ['sessions:also', 'sessions:new']]);
    });

    test('reports nothing more once it was stopped, and is broken', async () => {
      subscription.stop();
      await at.setHash('sessions:new', { n: '1' });
      await expect(subscription.sync()).rejects.toThrow(TrackingLostError);
      expect([subscription.isBroken, told]).toEqual([true, []]);
    });
  });
};
