import { reportsNothing } from '../../formatters';
import type { LiveStatusSnapshot } from '../../src/monitors/liveSnapshot';
import { DEFAULT_LIVE_SETTINGS, LiveStatusMonitor } from '../../src/monitors/liveStatusMonitor';
import { MemoryStore } from '../../src/state/memoryStore';
import { type SettableClock, settableClock } from '../helpers/clock';

const at = (rest: string): string => `paper:docker:arbitrage:${rest}`;
const PORTFOLIO = {
  total_balance: '100.0',
  available_balance: '60.0',
  total_position_value: '40.0',
  utilization_rate: '0.4',
  timestamp: '2026-11-22T08:00:00',
};

describe("A trader's snapshot", () => {
  let clock: SettableClock;
  let store: MemoryStore;

  beforeEach(() => {
    clock = settableClock('2026-11-22T08:00:00Z');
    store = new MemoryStore(clock);
  });

  const snapshot = (): Promise<LiveStatusSnapshot> => new LiveStatusMonitor({ store, clock }).snapshot();

  test('of a trader that wrote nothing has nothing but nulls, and no problem', async () => {
    const { mode, env, timestamp, heartbeat, liveMetrics, problems, unreadable, ...rest } = await snapshot();
    expect({ mode, env, timestamp, heartbeat }).toEqual({
      mode: 'paper',
      env: 'docker',
      timestamp: new Date('2026-11-22T08:00:00Z'),
      heartbeat: 'absent',
    });
    expect([liveMetrics, problems, unreadable]).toEqual([[], [], []]);
    expect(new Set(Object.values(rest))).toEqual(new Set([null]));
  });

  test('with every key of the wrong type has a problem for each, and nothing made up', async () => {
    const strings = [
      'stats:live_enabled',
      'stats:live_armed',
      'stats:trades_total',
      'stats:trades_today',
      'stats:safety_violations_total',
      'stats:circuit_breaker_triggers_total',
      'heartbeat:trader',
      'heartbeat:live_trader',
    ];
    const hashes = ['portfolio:state', 'metrics:live'];
    for (const key of strings) store.setHash(at(key), { a: '1' });
    for (const key of hashes) store.set(at(key), '1');
    const found = await snapshot();
    expect(found.problems.map(({ key }) => key).sort()).toEqual([...strings, ...hashes].map(at).sort());
    expect(found).toMatchObject({ tradesTotal: null, liveArmed: null, totalBalance: null, liveMetrics: [] });
  });

  test.each([
    ['liveEnabled', 'live_enabled'],
    ['liveArmed', 'live_armed'],
    ['tradesTotal', 'trades_total'],
    ['tradesToday', 'trades_today'],
    ['safetyViolationsTotal', 'safety_violations_total'],
    ['circuitBreakerTriggersTotal', 'circuit_breaker_triggers_total'],
  ])('names %s as unreadable when its key holds what is not understood', async (figure, stat) => {
    store.set(at(`stats:${stat}`), 'nan');
    expect((await snapshot()).unreadable).toEqual([figure]);
  });

  test.each([
    ['True', { breakerActive: true, unreadable: [] }],
    ['0', { breakerActive: false, unreadable: [] }],
    ['perhaps', { breakerActive: null, unreadable: ['breakerActive'] }],
  ])('has of a circuit breaker that is %s whether it is active', async (text, expected) => {
    store.setHash(at('metrics:live'), { circuit_breaker_active: text });
    expect(await snapshot()).toMatchObject(expected);
  });

  test('has a circuit breaker that is not understood where the metrics are of the wrong type', async () => {
    store.set(at('metrics:live'), '1');
    expect(await snapshot()).toMatchObject({ breakerActive: null, unreadable: ['breakerActive'] });
  });

  test('has no circuit breaker that is not reported, though another metric is not understood', async () => {
    store.setHash(at('metrics:live'), { win_rate: 'much' });
    expect(await snapshot()).toMatchObject({ breakerActive: null, unreadable: [] });
  });

  test('names a figure as unreadable when its key is of the wrong type', async () => {
    store.setHash(at('stats:trades_total'), { a: '1' });
    expect((await snapshot()).unreadable).toEqual(['tradesTotal']);
  });

  test('names those figures of the portfolio as unreadable that are not understood, and not the others', async () => {
    store.setHash(at('portfolio:state'), { ...PORTFOLIO, available_balance: 'some', timestamp: 'today' });
    expect((await snapshot()).unreadable).toEqual(['availableBalance', 'portfolioAt']);
  });

  test('names no figure that the portfolio lacks as unreadable, though another one is', async () => {
    store.setHash(at('portfolio:state'), { total_balance: 'much', timestamp: '2026-11-22T08:00:00' });
    expect((await snapshot()).unreadable).toEqual(['totalBalance']);
  });

  test('names every figure of the portfolio as unreadable when that is of the wrong type', async () => {
    store.set(at('portfolio:state'), '100.0');
    expect((await snapshot()).unreadable).toEqual([
      'totalBalance',
      'availableBalance',
      'totalPositionValue',
      'utilizationRate',
      'portfolioAt',
    ]);
  });

  test("has the portfolio's age by the trader's clock, where the heartbeat tells how that differs from ours", async () => {
    store.set(at('heartbeat:trader'), '2026-11-22T07:00:00', 60_000);
    store.setHash(at('portfolio:state'), { ...PORTFOLIO, timestamp: '2026-11-22T06:59:00' }, 300_000);
    expect(await snapshot()).toMatchObject({ clockSkewMs: -3_600_000, portfolioAgeMs: 60_000 });
  });

  test("has the portfolio's age by our clock, where no heartbeat is there", async () => {
    store.setHash(at('portfolio:state'), PORTFOLIO, 300_000);
    clock.advance(45_000);
    expect(await snapshot()).toMatchObject({ portfolioAgeMs: 45_000 });
  });

  test('has a portfolio from the future as 0 old', async () => {
    store.setHash(at('portfolio:state'), { ...PORTFOLIO, timestamp: '2026-11-22T08:01:00' });
    expect(await snapshot()).toMatchObject({ portfolioAgeMs: 0 });
  });

  test('has no portfolio once that has expired, and not a portfolio of zeros', async () => {
    store.setHash(at('portfolio:state'), PORTFOLIO, 300_000);
    clock.advance(300_000);
    expect(await snapshot()).toMatchObject({ totalBalance: null, portfolioAt: null, portfolioAgeMs: null });
  });

  test('has the figures that can be read, beside a portfolio time that cannot', async () => {
    store.setHash(at('portfolio:state'), { ...PORTFOLIO, timestamp: 'today' });
    expect(await snapshot()).toMatchObject({
      totalBalance: 100,
      portfolioAt: null,
      portfolioAgeMs: null,
      problems: [{ key: at('portfolio:state'), what: 'field "timestamp" is "today", not a time' }],
    });
  });

  test('reads under the key prefix that is configured', async () => {
    store.set('paper:docker:other:stats:trades_total', '7');
    const settings = { ...DEFAULT_LIVE_SETTINGS, keyPrefix: 'other' };
    const found = await new LiveStatusMonitor({ store, clock }, 'paper', 'docker', settings).snapshot();
    expect(found.tradesTotal).toBe(7);
  });

  test('that cannot be read is an error', async () => {
    store.fail('slow');
    await expect(snapshot()).rejects.toMatchObject({ name: 'StateUnavailableError', reason: 'slow' });
  });

  test('taken while a heartbeat expires between its two reads has the beat, by its text', async () => {
    store.set(at('heartbeat:trader'), '2026-11-22T07:59:01');
    const expiring: MemoryStore = Object.assign(Object.create(store), { ttlMs: async () => null });
    const found = await new LiveStatusMonitor({ store: expiring, clock }).snapshot();
    expect(found).toMatchObject({ heartbeat: 'fresh', heartbeatAgeMs: 59_000, problems: [] });
  });
});

describe('A trader has reported nothing', () => {
  const clock = settableClock();
  const of = async (write: (store: MemoryStore) => void): Promise<boolean> => {
    const store = new MemoryStore(clock);
    write(store);
    return reportsNothing(await new LiveStatusMonitor({ store, clock }).snapshot());
  };

  test('when no key is there', async () => {
    expect(await of(() => undefined)).toBe(true);
  });

  test.each([
    ['a stat of 0', (store: MemoryStore) => store.set(at('stats:trades_today'), '0')],
    ['a flag of 0', (store: MemoryStore) => store.set(at('stats:live_enabled'), '0')],
    ['a stat that cannot be read', (store: MemoryStore) => store.set(at('stats:trades_today'), 'nan')],
    ['a heartbeat', (store: MemoryStore) => store.set(at('heartbeat:trader'), '2026-11-22T08:00:00')],
    ['a heartbeat that cannot be read', (store: MemoryStore) => store.set(at('heartbeat:trader'), '?')],
    ['a metric', (store: MemoryStore) => store.setHash(at('metrics:live'), { a: '0' })],
    ['a portfolio', (store: MemoryStore) => store.setHash(at('portfolio:state'), PORTFOLIO)],
  ])('but not when %s is there', async (_, write) => {
    expect(await of(write)).toBe(false);
  });
});
