import { RealOrderMonitor } from '../../../src/monitors/orders/realOrders';
import { scanRealOrders } from '../../../src/monitors/orders/scanRealOrders';
import type { DiscoveredKeys } from '../../../src/state/discovery';
import { DEFAULT_KEY_PREFIX, type Target } from '../../../src/state/keys';
import { MemoryStore } from '../../../src/state/stores/memoryStore';
import { settableClock } from '../../helpers/clock';
import { eventually } from '../../helpers/eventually';
import { keptLog } from '../../helpers/log';

const NOW = new Date('2026-11-22T08:00:00Z');
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const LIVE: Target = { prefix: DEFAULT_KEY_PREFIX, mode: 'live', env: 'docker' };
const PAPER: Target = { prefix: DEFAULT_KEY_PREFIX, mode: 'paper', env: 'docker' };
const ORDERS = 'live:docker:arbitrage:orders:';
const EXECUTIONS = 'live:docker:arbitrage:execution:';

const ago = (ms: number): Date => new Date(NOW.getTime() - ms);

/** A Redis in memory of which the reads of hashes and the passes are counted. */
class CountedStore extends MemoryStore {
  hashes = 0;
  passes = 0;

  override hash(key: string) {
    this.hashes += 1;
    return super.hash(key);
  }

  override scan(pattern: string, until?: AbortSignal) {
    this.passes += 1;
    return super.scan(pattern, until);
  }
}

function monitoring() {
  const clock = settableClock(NOW);
  const store = new CountedStore(clock);
  const { log, lines } = keptLog();
  const monitor = new RealOrderMonitor({ store, tracking: store, clock, log });
  const order = (key: string, ttlMs: number | undefined = DAY_MS, stamp = 'T1') => {
    store.setHash(key, { status: 'filled', updated_at: stamp });
    if (ttlMs > 0) store.expire(key, ttlMs);
  };
  const seed = (keys: readonly string[] = [], targets: readonly Target[] = [LIVE]) => {
    const found: Pick<DiscoveredKeys, 'targets' | 'realOrderKeys'> = {
      targets,
      realOrderKeys: keys.map((key) => ({ target: LIVE, key })),
    };
    return monitor.seed(found);
  };
  const last = () => Object.fromEntries(monitor.lastRealOrderAt());
  return { clock, store, monitor, order, seed, last, lines };
}

const NO_TTL = 0;

describe('An order that a scan found', () => {
  test('is dated by its remaining TTL, whatever the trader wrote into it', async () => {
    const { order, seed, last } = monitoring();
    order(`${ORDERS}a`, DAY_MS - 5 * MINUTE_MS, '2031-01-01T00:00:00');
    order(`${EXECUTIONS}BTC:1`, DAY_MS - 3 * MINUTE_MS);
    await seed([`${ORDERS}a`, `${EXECUTIONS}BTC:1`]);
    expect(last()).toEqual({ 'live:docker': ago(3 * MINUTE_MS) });
  });

  test.each([
    ['without a TTL', NO_TTL],
    ['with a longer TTL than traders give', DAY_MS + 1],
  ])('does not date an order %s, but reports that there was one', async (_, ttlMs) => {
    const { order, seed, last, monitor } = monitoring();
    order(`${ORDERS}a`, ttlMs);
    await seed([`${ORDERS}a`]);
    expect([last(), [...monitor.undated()]]).toEqual([{}, ['live:docker']]);
  });

  test('does not count when its key has gone since', async () => {
    const { seed, last, monitor } = monitoring();
    await seed([`${ORDERS}a`]);
    expect([last(), [...monitor.undated()]]).toEqual([{}, []]);
  });

  test('is a problem, and no order, when its key is of another type', async () => {
    const { store, seed, last, monitor } = monitoring();
    store.set(`${ORDERS}a`, 'x');
    await seed([`${ORDERS}a`]);
    expect([last(), monitor.problems()]).toEqual([{}, [{ key: `${ORDERS}a`, what: 'is not a hash' }]]);
  });

  test('does not replace what was known before', async () => {
    const { order, seed, last, store } = monitoring();
    order(`${ORDERS}a`);
    await seed([`${ORDERS}a`]);
    store.delete(`${ORDERS}a`);
    await seed([]);
    expect(last()).toEqual({ 'live:docker': NOW });
  });
});

describe('An order that is written while changes are tracked', () => {
  test('is noticed by the next check, without a scan', async () => {
    const { monitor, clock, store, order, last } = monitoring();
    await monitor.track([LIVE, PAPER]);
    clock.advance(MINUTE_MS);
    order(`${ORDERS}new`);
    await monitor.observe();
    expect([last(), store.passes]).toEqual([{ 'live:docker': ago(-MINUTE_MS) }, 0]);
  });

  test('is dated by its invalidation when it has no TTL', async () => {
    const { monitor, clock, order, last } = monitoring();
    await monitor.track([LIVE]);
    order(`${ORDERS}new`, NO_TTL);
    clock.advance(10_000);
    await monitor.observe();
    expect(last()).toEqual({ 'live:docker': NOW });
  });

  test('does not count under a target that is not live, nor in another kind of key', async () => {
    const { monitor, order, last } = monitoring();
    await monitor.track([LIVE, PAPER]);
    order('paper:docker:arbitrage:orders:a');
    order('live:docker:arbitrage:signal:BTC');
    order('live:local:arbitrage:orders:a');
    await monitor.observe();
    expect(last()).toEqual({});
  });

  test('counts for its own target when one env is the beginning of another', async () => {
    const { monitor, order, last } = monitoring();
    const inner = 'a:arbitrage:orders:b';
    await monitor.track([
      { prefix: DEFAULT_KEY_PREFIX, mode: 'live', env: 'a' },
      { prefix: DEFAULT_KEY_PREFIX, mode: 'live', env: inner },
    ]);
    order(`live:${inner}:arbitrage:orders:1`);
    await monitor.observe();
    expect(last()).toEqual({ [`live:${inner}`]: NOW });
  });

  test('that is written again is dated again', async () => {
    const { monitor, clock, order, seed, last } = monitoring();
    order(`${ORDERS}a`, NO_TTL);
    await seed([`${ORDERS}a`]);
    clock.advance(MINUTE_MS);
    order(`${ORDERS}a`, NO_TTL, 'T2');
    await monitor.observe();
    expect(last()).toEqual({ 'live:docker': ago(-MINUTE_MS) });
  });
});

describe('A change is no new order when', () => {
  test('a key was deleted', async () => {
    const { monitor, clock, store, order, seed, last } = monitoring();
    order(`${ORDERS}a`);
    await seed([`${ORDERS}a`]);
    clock.advance(MINUTE_MS);
    store.delete(`${ORDERS}a`);
    await monitor.observe();
    expect(last()).toEqual({ 'live:docker': NOW });
  });

  test('an old key got another TTL by hand', async () => {
    const { monitor, store, order, seed, last } = monitoring();
    order(`${ORDERS}a`, NO_TTL);
    await seed([`${ORDERS}a`]);
    store.expire(`${ORDERS}a`, DAY_MS);
    await monitor.observe();
    expect(last()).toEqual({});
  });

  test('an old order was copied with its TTL', async () => {
    const { monitor, order, last } = monitoring();
    await monitor.track([LIVE]);
    order(`${ORDERS}a`, DAY_MS - 3 * 3_600_000);
    await monitor.observe();
    expect(last()).toEqual({ 'live:docker': ago(3 * 3_600_000) });
  });
});

describe('A flood of orders', () => {
  test('costs few reads, and is dated by the newest', async () => {
    const { monitor, clock, store, order, last } = monitoring();
    await monitor.track([LIVE]);
    for (let n = 0; n < 10_000; n++) order(`${ORDERS}${n}`);
    clock.advance(1_000);
    order(`${ORDERS}last`);
    await monitor.observe();
    expect(last()).toEqual({ 'live:docker': ago(-1_000) });
    expect(store.hashes).toBeLessThanOrEqual(20);
  });

  test('of deletions after an order hides it no longer than a scan takes', async () => {
    const { monitor, store, order, last } = monitoring();
    for (let n = 0; n < 100; n++) order(`${ORDERS}${n}`, NO_TTL);
    await monitor.track([LIVE]);
    order(`${ORDERS}new`);
    for (let n = 0; n < 100; n++) store.delete(`${ORDERS}${n}`);
    await monitor.observe();
    await eventually(() => last()['live:docker'] !== undefined, 'it is found');
    expect(last()).toEqual({ 'live:docker': NOW });
  });
});

describe('A Redis that is unavailable', () => {
  test('changes nothing that is known, and is tracked again once it is back, after one scan', async () => {
    const { monitor, clock, store, order, seed, last, lines } = monitoring();
    order(`${ORDERS}a`);
    await monitor.track([LIVE]);
    await seed([`${ORDERS}a`]);
    store.simulateOutage('unreachable');
    await monitor.observe();
    clock.advance(MINUTE_MS);
    order(`${ORDERS}unheard`);
    await monitor.observe();
    expect(last()).toEqual({ 'live:docker': NOW });
    store.endOutage();
    await eventually(async () => {
      await monitor.observe();
      return last()['live:docker']?.getTime() === NOW.getTime() + MINUTE_MS;
    }, 'the unheard order is found');
    for (let n = 0; n < 5; n++) await monitor.observe();
    expect(store.passes).toBe(1);
    expect(lines().map(({ msg }) => msg)).toEqual([
      'client tracking was interrupted; scanning all keys for missed real orders',
    ]);
  });
});

test('A live target that a scan has discovered is scanned once more, for what was written meanwhile', async () => {
  const { monitor, order, seed, last } = monitoring();
  order(`${ORDERS}meanwhile`);
  await seed([]);
  await monitor.observe();
  await eventually(() => last()['live:docker'] !== undefined, 'it is found');
});

test('Without a live target nothing is tracked', async () => {
  const { monitor, store, last } = monitoring();
  const asked: (readonly string[])[] = [];
  store.track = async (prefixes) => {
    asked.push(prefixes);
    throw new Error('not to be asked');
  };
  await monitor.track([PAPER]);
  await monitor.observe();
  expect([asked, last()]).toEqual([[], {}]);
});

describe('A single scan', () => {
  test("finds when a target last traded, among others' keys", async () => {
    const { store, clock, order } = monitoring();
    order(`${ORDERS}a`, DAY_MS - MINUTE_MS);
    order('live:docker:arbitrage:orders', DAY_MS);
    order('live:local:arbitrage:orders:b', DAY_MS);
    expect(await scanRealOrders(store, LIVE, clock)).toEqual(ago(MINUTE_MS));
  });

  test('finds nothing where there is no order, or for a paper trader', async () => {
    const { store, clock, order } = monitoring();
    order('paper:docker:arbitrage:orders:a');
    expect(await scanRealOrders(store, LIVE, clock)).toBeNull();
    expect(await scanRealOrders(store, PAPER, clock)).toBeNull();
  });

  test('reads no more than 200 keys', async () => {
    const { store, clock, order } = monitoring();
    for (let n = 0; n < 5_000; n++) order(`${ORDERS}${n}`);
    expect(await scanRealOrders(store, LIVE, clock)).toEqual(NOW);
    expect(store.hashes).toBe(200);
  });
});

test('Of very many live targets the first are tracked, and the log says how many are not', async () => {
  const { monitor, order, last, lines } = monitoring();
  const targets = Array.from(
    { length: 30 },
    (_, n): Target => ({ prefix: DEFAULT_KEY_PREFIX, mode: 'live', env: `e${n}` }),
  );
  await monitor.track(targets);
  for (const { env } of targets) order(`live:${env}:arbitrage:orders:1`);
  await monitor.observe();
  await monitor.observe();
  expect(Object.keys(last())).toHaveLength(20);
  expect(lines()).toMatchObject([{ untracked: 10 }]);
});
