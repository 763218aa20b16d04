import type { LiveStatusSnapshot } from '../../../src/monitors/live/liveSnapshot';
import { DEFAULT_LIVE_SETTINGS, LiveStatusMonitor } from '../../../src/monitors/live/liveStatusMonitor';
import { MemoryStore } from '../../../src/state/stores/memoryStore';
import { type SettableClock, settableClock } from '../../helpers/clock';

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
    const { mode, env, timestamp, heartbeat, hasRaisedFlag, reportsNothing, areMetricsOutdated, ...found } =
      await snapshot();
    const { liveMetrics, problems, unreadable, signs, ...rest } = found;
    expect({ mode, env, timestamp, heartbeat, hasRaisedFlag, areMetricsOutdated, reportsNothing }).toEqual({
      reportsNothing: true,
      hasRaisedFlag: false,
      areMetricsOutdated: false,
      mode: 'paper',
      env: 'docker',
      timestamp: new Date('2026-11-22T08:00:00Z'),
      heartbeat: 'absent',
    });
    expect([liveMetrics, problems, unreadable, signs]).toEqual([[], [], [], []]);
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
    store.setHash(at('metrics:live'), { circuit_breaker_active: text }, 300_000);
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

  test("has the portfolio's age by its key's TTL, however wrong the trader's clock is", async () => {
    store.setHash(at('portfolio:state'), { ...PORTFOLIO, timestamp: '2026-11-22T17:00:00' }, 300_000);
    clock.advance(40_000);
    expect(await snapshot()).toMatchObject({ portfolioAgeMs: 40_000, clockSkewMs: 9 * 3_600_000 });
  });

  test.each([
    ['without a TTL', null],
    ['with a TTL that is longer than traders give', 3_600_000],
  ])('has no age of a portfolio %s', async (_, ttlMs) => {
    store.setHash(at('portfolio:state'), PORTFOLIO);
    if (ttlMs !== null) store.expire(at('portfolio:state'), ttlMs);
    expect(await snapshot()).toMatchObject({ portfolioAgeMs: null, totalBalance: 100 });
  });

  test('has the figures that can be read, beside a portfolio time that cannot', async () => {
    store.setHash(at('portfolio:state'), { ...PORTFOLIO, timestamp: 'today' }, 300_000);
    expect(await snapshot()).toMatchObject({
      totalBalance: 100,
      portfolioAt: null,
      portfolioAgeMs: 0,
      problems: [{ key: at('portfolio:state'), what: 'field "timestamp" is "today", not a time' }],
    });
  });

  test('has every key that a living trader writes again and again as a sign, as it stands there', async () => {
    store.set(at('heartbeat:live_trader'), '2026-11-22T08:00:00', 60_000);
    store.setHash(at('portfolio:state'), PORTFOLIO, 300_000);
    clock.advance(2_000);
    expect((await snapshot()).signs).toMatchObject([
      { kind: 'heartbeat', component: 'live_trader', text: '2026-11-22T08:00:00', ttlMs: 58_000 },
      { kind: 'portfolio', component: 'portfolio', at: new Date('2026-11-22T08:00:00Z'), ttlMs: 298_000 },
    ]);
  });

  test.each([
    ['0', false, false],
    ['-0.0', false, false],
    ['1', true, false],
    ['2', true, true],
    ['0.5', true, false],
  ])('takes a flag of %s as %s, for there is no "set", only an increment', async (text, value, raised) => {
    store.set(at('stats:live_armed'), text);
    expect(await snapshot()).toMatchObject({ liveArmed: value, hasRaisedFlag: raised, unreadable: [] });
  });

  describe('by the live metrics', () => {
    const LIVE = {
      live_enabled: 'True',
      dry_run: 'False',
      trades_today: '1',
      circuit_breaker_active: 'True',
    };
    const write = (fields: Record<string, string>, portfolioAgeMs: number, metricsAgeMs: number): void => {
      store.setHash(at('metrics:live'), fields);
      store.expire(at('metrics:live'), 300_000 - metricsAgeMs);
      store.setHash(at('portfolio:state'), PORTFOLIO);
      store.expire(at('portfolio:state'), 300_000 - portfolioAgeMs);
    };

    test('is live, with its trades of the day, without stats', async () => {
      write(LIVE, 0, 1_000);
      expect(await snapshot()).toMatchObject({
        liveByMetrics: true,
        tradesToday: 1,
        tradesTodayBy: 'metrics',
        breakerActive: true,
        metricsAgeMs: 1_000,
        areMetricsOutdated: false,
      });
    });

    test('has the stat where there is one', async () => {
      write(LIVE, 0, 0);
      store.set(at('stats:trades_today'), '42');
      expect(await snapshot()).toMatchObject({ tradesToday: 42, tradesTodayBy: 'stats' });
    });

    test.each([
      [{ live_enabled: 'False', dry_run: 'False' }, false],
      [{ live_enabled: 'True', dry_run: 'True' }, false],
      [{ live_enabled: 'True' }, null],
      [{ dry_run: 'False' }, null],
    ])('with %j it is live: %s', async (fields, liveByMetrics) => {
      write(fields, 0, 0);
      expect(await snapshot()).toMatchObject({ liveByMetrics });
    });

    test('that are left over while the portfolio is written, nothing is concluded', async () => {
      write(LIVE, 0, 60_000);
      expect(await snapshot()).toMatchObject({
        liveByMetrics: null,
        tradesToday: null,
        tradesTodayBy: null,
        breakerActive: null,
        areMetricsOutdated: true,
        metricsAgeMs: 60_000,
      });
    });

    test('that are as old as the portfolio, nothing is taken back', async () => {
      write(LIVE, 60_000, 61_000);
      expect(await snapshot()).toMatchObject({ liveByMetrics: true, breakerActive: true });
    });
  });

  test('reads under the key prefix that is configured', async () => {
    store.set('paper:docker:other:stats:trades_total', '7');
    const settings = { ...DEFAULT_LIVE_SETTINGS, keyPrefix: 'other' };
    const found = await new LiveStatusMonitor({ store, clock }, 'paper', 'docker', settings).snapshot();
    expect(found.tradesTotal).toBe(7);
  });

  test('that cannot be read is an error', async () => {
    store.simulateOutage('slow');
    await expect(snapshot()).rejects.toMatchObject({ name: 'StateUnavailableError', reason: 'slow' });
  });

  test('taken while a heartbeat expires between its two reads does not call it absent', async () => {
    store.set(at('heartbeat:trader'), '2026-11-22T07:59:01');
    const expiring: MemoryStore = Object.assign(Object.create(store), { ttlMs: async () => null });
    const found = await new LiveStatusMonitor({ store: expiring, clock }).snapshot();
    expect(found).toMatchObject({ heartbeat: 'unreadable', heartbeatComponent: 'trader', problems: [] });
  });
});

describe('A trader has reported nothing', () => {
  const clock = settableClock();
  const of = async (write: (store: MemoryStore) => void): Promise<boolean> => {
    const store = new MemoryStore(clock);
    write(store);
    return (await new LiveStatusMonitor({ store, clock }).snapshot()).reportsNothing;
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
