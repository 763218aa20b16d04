import { clockOf } from '../../../sandbox/clock';
import { InputChanges } from '../../../src/monitors/live/inputChanges';
import type { KeyTracking } from '../../../src/redis/tracking/keyInvalidations';
import { inputKeysOf, inputPrefixesOf } from '../../../src/state/inputKeys';
import { DEFAULT_KEY_PREFIX, type Target, traderNamespace } from '../../../src/state/keys';
import { MemoryStore } from '../../../src/state/stores/memoryStore';
import { EventQueue } from '../../../tools/simulation/eventQueue';
import { Process } from '../../../tools/simulation/process';
import { keptLog } from '../../helpers/log';

const LIVE: Target = { prefix: DEFAULT_KEY_PREFIX, mode: 'live', env: 'docker' };
const OTHER: Target = { ...LIVE, env: 'local' };
const FLAG = 'live:docker:arbitrage:stats:live_armed';
const METRICS = 'live:docker:arbitrage:metrics:live';
const PORTFOLIO = 'live:docker:arbitrage:portfolio:state';

/** A Redis in memory whose reads are counted. */
class CountedStore extends MemoryStore {
  reads: string[] = [];

  override string(key: string) {
    this.reads.push(key);
    return super.string(key);
  }

  override hash(key: string) {
    this.reads.push(key);
    return super.hash(key);
  }
}

/** In virtual time, with the ms at which a change was noticed. */
async function noticing({
  tracking,
  signs = [],
}: {
  readonly tracking?: KeyTracking;
  readonly signs?: readonly string[];
} = {}) {
  const queue = new EventQueue(0);
  const process = new Process(queue, () => undefined);
  const store = new CountedStore(clockOf(() => queue.nowMs));
  const { log, text } = keptLog();
  const noticed: number[] = [];
  const changes = new InputChanges({
    ...{ store, log, clock: process.clock, sleep: process.sleep, tracking: tracking ?? store },
    watchedInputs: () => ({
      keys: [LIVE, OTHER].flatMap((each) => inputKeysOf(each, traderNamespace(each))),
      prefixes: [LIVE, OTHER].flatMap(inputPrefixesOf),
    }),
    watchedSigns: () => new Map(signs.map((key) => [key, 'live:docker'])),
    onChange: () => noticed.push(queue.nowMs),
  });
  /** Lets time pass, in which something may be done at a time. */
  const passUntil = async (ms: number, acts: readonly (readonly [atMs: number, act: () => void])[] = []) => {
    for (const [atMs, act] of acts) process.schedule(atMs - queue.nowMs, act);
    await queue.runUntil(ms);
  };
  const refresh = async () => {
    changes.refresh();
    queue.wakes();
    await queue.runUntil(queue.nowMs);
  };
  await refresh();
  noticed.length = 0;
  store.reads = [];
  return { store, changes, noticed, logged: text, passUntil, refresh };
}

test('A flag that is set is noticed at once', async () => {
  const { store, noticed, passUntil } = await noticing();
  await passUntil(1_000, [[300, () => store.set(FLAG, '1')]]);
  expect(noticed).toEqual([300]);
});

test('A breaker that trips is noticed though the live metrics are written all the time, and only then', async () => {
  const { store, noticed, passUntil } = await noticing();
  const beat = (trips: boolean) => () =>
    store.setHash(METRICS, {
      circuit_breaker_active: trips ? 'True' : 'False',
      positions_count: `${Math.random()}`,
    });
  await passUntil(500, [[100, beat(false)]]);
  noticed.length = 0;
  await passUntil(
    6_000,
    [1, 2, 3, 4, 5].map((s) => [s * 1_000, beat(s >= 4)]),
  );
  expect(noticed).toEqual([4_000]);
});

test('A stat that no alert follows from is not even read', async () => {
  const { store, noticed, passUntil } = await noticing();
  await passUntil(1_000, [[100, () => store.set('live:docker:arbitrage:stats:trades_total', '7')]]);
  expect([noticed, store.reads]).toEqual([[], []]);
});

test('A trader that writes every 10 ms is read four times a second, and keeps nobody else from being read at once', async () => {
  const { store, noticed, passUntil } = await noticing();
  const busy = Array.from(
    { length: 200 },
    (_, i) =>
      [i * 10, () => store.setHash(METRICS, { circuit_breaker_active: 'False', balance: `${i}` })] as const,
  );
  await passUntil(1_995, [...busy, [1_005, () => store.set('live:local:arbitrage:stats:live_armed', '1')]]);
  expect(store.reads.filter((key) => key === METRICS)).toHaveLength(8);
  expect(noticed).toEqual([0, 1_005]);
});

test('A sign of life that is watched is noticed at each write', async () => {
  const { store, noticed, passUntil } = await noticing({ signs: [PORTFOLIO] });
  await passUntil(1_000, [
    [200, () => store.setHash(PORTFOLIO, { timestamp: 'a' })],
    [400, () => store.setHash(PORTFOLIO, { timestamp: 'a' })],
    [600, () => store.set('live:local:arbitrage:heartbeat:trader', 'a')],
  ]);
  expect(noticed).toEqual([200, 400]);
});

test('Signs of life that are to be watched from now on are watched, and others no more', async () => {
  const signs: string[] = [];
  const { store, changes, noticed, passUntil } = await noticing({ signs });
  const watch = (next: readonly string[]): void => {
    signs.splice(0, signs.length, ...next);
    changes.update();
  };
  await passUntil(1_000, [
    [100, () => store.setHash(PORTFOLIO, { timestamp: 'a' })],
    [200, () => watch([PORTFOLIO])],
    [300, () => store.setHash(PORTFOLIO, { timestamp: 'b' })],
    [400, () => watch([])],
    [500, () => store.setHash(PORTFOLIO, { timestamp: 'c' })],
  ]);
  expect(noticed).toEqual([300]);
});

test('After the connection was lost it is looked what has changed meanwhile, and changes are noticed again', async () => {
  const { store, noticed, passUntil, refresh } = await noticing();
  store.simulateOutage('unreachable');
  store.set(FLAG, '1');
  store.endOutage();
  await passUntil(100);
  expect(noticed).toEqual([]);
  await refresh();
  expect(noticed).toEqual([100]);
  await passUntil(1_000, [[500, () => store.set(FLAG, '2')]]);
  expect(noticed).toEqual([100, 500]);
});

test('What cannot be read is left to a check', async () => {
  const { store, noticed, passUntil } = await noticing();
  const fails = jest.spyOn(store, 'string').mockRejectedValueOnce(new Error('no such reply'));
  await passUntil(1_000, [[300, () => store.set(FLAG, '1')]]);
  expect(noticed).toEqual([300]);
  fails.mockRestore();
});

test('Where Redis refuses client tracking, that is logged once, and said until it no longer does', async () => {
  let isRefused = true;
  const allowing: KeyTracking[] = [];
  const tracking: KeyTracking = {
    track: (...given) =>
      isRefused
        ? Promise.reject(new Error('NOPERM no permission to run CLIENT'))
        : (allowing[0]?.track(...given) ?? Promise.reject(new Error('no store'))),
  };
  const { store, changes, logged, passUntil, refresh } = await noticing({ tracking });
  allowing.push(store);
  await refresh();
  expect(changes.problem).toBe('Redis does not tell of changes: they are found by regular checks alone');
  expect(logged().match(/only regular checks find changes/g)).toHaveLength(1);
  isRefused = false;
  await passUntil(60_000);
  await refresh();
  expect(changes.problem).toBeNull();
});
