import type { LiveStatusSnapshot } from '../../../src/monitors/live/liveSnapshot';
import { DEFAULT_LIVE_SETTINGS, LiveStatusMonitor } from '../../../src/monitors/live/liveStatusMonitor';
import { MemoryStore } from '../../../src/state/stores/memoryStore';
import { type SettableClock, settableClock } from '../../helpers/clock';

const BEAT = '2026-11-22T08:00:00';
const key = (component: string): string => `paper:docker:arbitrage:heartbeat:${component}`;

describe('A heartbeat', () => {
  let clock: SettableClock;
  let store: MemoryStore;

  beforeEach(() => {
    clock = settableClock(`${BEAT}Z`);
    store = new MemoryStore(clock);
  });

  const snapshot = (settings: Partial<typeof DEFAULT_LIVE_SETTINGS> = {}): Promise<LiveStatusSnapshot> =>
    new LiveStatusMonitor({ store, clock }, 'paper', 'docker', {
      ...DEFAULT_LIVE_SETTINGS,
      ...settings,
    }).snapshot();

  test("is as old as its key's TTL says", async () => {
    store.set(key('trader'), BEAT, 60_000);
    clock.advance(12_000);
    expect(await snapshot()).toMatchObject({ heartbeat: 'fresh', heartbeatAgeMs: 12_000, clockSkewMs: 0 });
  });

  test("is as old as its key's TTL says though the trader's clock is an hour behind, and the skew is told", async () => {
    store.set(key('trader'), '2026-11-22T07:00:00', 60_000);
    clock.advance(5_000);
    expect(await snapshot()).toMatchObject({
      heartbeat: 'fresh',
      heartbeatAgeMs: 5_000,
      clockSkewMs: -3_600_000,
      lastHeartbeat: new Date('2026-11-22T07:00:00Z'),
    });
  });

  test("reports a trader's clock that is ahead", async () => {
    store.set(key('trader'), '2026-11-22T09:00:00', 60_000);
    expect(await snapshot()).toMatchObject({ heartbeatAgeMs: 0, clockSkewMs: 3_600_000 });
  });

  test.each([
    ['without a TTL', undefined],
    ['with a TTL that is longer than traders give', 3_600_000],
  ])('%s has no age: its text is by a clock that is not ours', async (_, ttlMs) => {
    store.set(key('trader'), BEAT, ttlMs);
    clock.advance(20_000);
    expect(await snapshot()).toMatchObject({
      heartbeat: 'unreadable',
      heartbeatAgeMs: null,
      heartbeatComponent: 'trader',
      clockSkewMs: null,
    });
  });

  test('as old as staleAfter is still fresh', async () => {
    store.set(key('trader'), BEAT, 60_000);
    clock.advance(20_000);
    expect(await snapshot({ staleAfterMs: 20_000 })).toMatchObject({ heartbeat: 'fresh' });
  });

  test('is stale sooner where so configured', async () => {
    store.set(key('trader'), BEAT, 60_000);
    clock.advance(30_000);
    expect(await snapshot({ staleAfterMs: 20_000 })).toMatchObject({
      heartbeat: 'stale',
      heartbeatAgeMs: 30_000,
    });
  });

  test('whose text is no time is as old as its TTL says, and a problem', async () => {
    store.set(key('trader'), 'alive!', 60_000);
    clock.advance(3_000);
    expect(await snapshot()).toMatchObject({
      heartbeat: 'fresh',
      heartbeatAgeMs: 3_000,
      lastHeartbeat: null,
      clockSkewMs: null,
      problems: [{ key: key('trader'), what: 'is "alive!", not a time' }],
    });
  });

  test('whose text is no time and that has no TTL is unreadable, and not absent', async () => {
    store.set(key('trader'), 'alive!');
    expect(await snapshot()).toMatchObject({
      heartbeat: 'unreadable',
      heartbeatAgeMs: null,
      heartbeatComponent: 'trader',
    });
  });

  test('of the wrong type is as old as its TTL says, and a problem', async () => {
    store.setHash(key('trader'), { at: BEAT }, 60_000);
    expect(await snapshot()).toMatchObject({
      heartbeat: 'fresh',
      heartbeatAgeMs: 0,
      lastHeartbeat: null,
      problems: [{ key: key('trader'), what: 'is not a string' }],
    });
  });

  test('that nobody wrote, or that has expired, is absent', async () => {
    store.set(key('trader'), BEAT, 60_000);
    clock.advance(60_000);
    expect(await snapshot()).toMatchObject({
      heartbeat: 'absent',
      lastHeartbeat: null,
      heartbeatComponent: null,
      heartbeatAgeMs: null,
      problems: [],
    });
  });

  test.each([
    ['trader', 'live_trader'],
    ['live_trader', 'trader'],
  ])('is that of %s, when the one of %s is older', async (newer, older) => {
    store.set(key(older), BEAT, 60_000);
    clock.advance(10_000);
    store.set(key(newer), '2026-11-22T08:00:10', 60_000);
    expect(await snapshot()).toMatchObject({ heartbeatComponent: newer, heartbeatAgeMs: 0 });
  });

  test.each([
    ['trader', 'live_trader'],
    ['live_trader', 'trader'],
  ])('is that of %s, when the one of %s cannot be read', async (readable, unreadable) => {
    store.set(key(unreadable), 'x');
    store.set(key(readable), BEAT, 60_000);
    clock.advance(40_000);
    expect(await snapshot()).toMatchObject({ heartbeat: 'fresh', heartbeatComponent: readable });
  });

  test('of a component that is not configured does not count', async () => {
    store.set(key('executor'), BEAT, 60_000);
    expect((await snapshot()).heartbeat).toBe('absent');
    expect(await snapshot({ heartbeatComponents: ['executor'] })).toMatchObject({
      heartbeatComponent: 'executor',
    });
  });
});
