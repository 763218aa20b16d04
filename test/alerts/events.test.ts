import type { LiveStatusSnapshot } from '../../src/monitors/liveSnapshot';
import { told, upon } from './story';
import { ALWAYS, trader } from './world';

const HOUR = 3600;

type Reports = Partial<LiveStatusSnapshot>;

/** A trader that lives and reports one thing after another, each from its second on. */
const reporting = (...steps: readonly (readonly [from: number, reports: Reports])[]) => ({
  traders: [
    trader('live:docker', [ALWAYS], { reports: (t) => steps.findLast(([from]) => from <= t)?.[1] ?? {} }),
  ],
  until: 1800,
});
const trips = (circuitBreakerTriggersTotal: number | null, active: boolean | null = null): Reports => ({
  circuitBreakerTriggersTotal,
  liveMetrics: active === null ? [] : [{ name: 'circuit_breaker_active', value: active }],
});
const violations = (safetyViolationsTotal: number | null): Reports => ({ safetyViolationsTotal });
const flags = (liveEnabled: boolean | null, liveArmed: boolean | null): Reports => ({
  liveEnabled,
  liveArmed,
});

describe('The circuit breaker', () => {
  test.each([
    ['that tripped before the first sight is no event', [[0, trips(7, true)]], []],
    [
      'that trips is told of',
      [
        [0, trips(7)],
        [300, trips(8)],
      ],
      ['5:00 normal circuitBreaker live:docker trips=1 total=8 active=null'],
    ],
    [
      'that trips twice between checks is told of once',
      [
        [0, trips(7)],
        [300, trips(9)],
      ],
      ['5:00 normal circuitBreaker live:docker trips=2 total=9 active=null'],
    ],
    [
      'that becomes active is told of',
      [
        [0, trips(null, false)],
        [300, trips(null, true)],
      ],
      ['5:00 normal circuitBreaker live:docker trips=1 total=null active=true'],
    ],
    [
      'whose counter and metric change together is told of once',
      [
        [0, trips(7, false)],
        [300, trips(8, true)],
      ],
      ['5:00 normal circuitBreaker live:docker trips=1 total=8 active=true'],
    ],
    [
      'whose metric follows its counter is told of once',
      [
        [0, trips(7, false)],
        [300, trips(8, false)],
        [315, trips(8, true)],
      ],
      ['5:00 normal circuitBreaker live:docker trips=1 total=8 active=false'],
    ],
    [
      'whose counter follows its metric is told of once',
      [
        [0, trips(7, false)],
        [300, trips(7, true)],
        [315, trips(8, true)],
      ],
      ['5:00 normal circuitBreaker live:docker trips=1 total=7 active=true'],
    ],
    [
      'that trips again long after is told of again',
      [
        [0, trips(7, false)],
        [300, trips(8, true)],
        [600, trips(8, false)],
        [900, trips(9, true)],
      ],
      [
        '5:00 normal circuitBreaker live:docker trips=1 total=8 active=true',
        '15:00 normal circuitBreaker live:docker trips=1 total=9 active=true',
      ],
    ],
    [
      'that is not reported any more is no event',
      [
        [0, trips(7, true)],
        [300, trips(null)],
      ],
      [],
    ],
    [
      'that is reported again with the same count is no event',
      [
        [0, trips(7)],
        [300, trips(null)],
        [600, trips(7)],
      ],
      [],
    ],
    [
      'that is reported again with a higher count is told of',
      [
        [0, trips(7)],
        [300, trips(null)],
        [600, trips(8)],
      ],
      ['10:00 normal circuitBreaker live:docker trips=1 total=8 active=null'],
    ],
    [
      'that trips for the first time ever is told of, without a guess how often',
      [
        [0, trips(null)],
        [300, trips(1)],
      ],
      ['5:00 normal circuitBreaker live:docker trips=null total=1 active=null'],
    ],
    [
      'whose counter was reset is no event',
      [
        [0, trips(7)],
        [300, trips(0)],
      ],
      [],
    ],
    [
      'that trips after a reset is told of',
      [
        [0, trips(7)],
        [300, trips(0)],
        [600, trips(1)],
      ],
      ['10:00 normal circuitBreaker live:docker trips=1 total=1 active=null'],
    ],
  ] as const)('%s', (_, steps, lines) => {
    expect(told(reporting(...steps)).lines).toEqual(lines);
  });
});

describe('Safety violations', () => {
  test.each([
    ['that were counted before the first sight are no event', [[0, violations(4)]], []],
    [
      'are told of at once, with how many came',
      [
        [0, violations(4)],
        [300, violations(7)],
      ],
      ['5:00 normal safetyViolations live:docker added=3 now=7'],
    ],
    [
      'that follow within five minutes are told of together',
      [
        [0, violations(4)],
        [300, violations(5)],
        [330, violations(6)],
        [360, violations(7)],
        [400, violations(8)],
      ],
      [
        '5:00 normal safetyViolations live:docker added=1 now=5',
        '10:00 normal safetyViolations live:docker added=3 now=8',
      ],
    ],
    [
      'that are not reported any more are no event',
      [
        [0, violations(4)],
        [300, violations(null)],
      ],
      [],
    ],
    [
      'that are back with a higher count are told of',
      [
        [0, violations(4)],
        [300, violations(null)],
        [600, violations(5)],
      ],
      ['10:00 normal safetyViolations live:docker added=1 now=5'],
    ],
    [
      'that are the first ever are told of',
      [
        [0, violations(null)],
        [300, violations(2)],
      ],
      ['5:00 normal safetyViolations live:docker added=null now=2'],
    ],
    [
      'whose count appears as 0 are none',
      [
        [0, violations(null)],
        [300, violations(0)],
      ],
      [],
    ],
    [
      'are counted on from a reset',
      [
        [0, violations(7)],
        [300, violations(0)],
        [600, violations(2)],
      ],
      ['10:00 normal safetyViolations live:docker added=2 now=2'],
    ],
  ] as const)('%s', (_, steps, lines) => {
    expect(told(reporting(...steps)).lines).toEqual(lines);
  });
});

describe('Live trading', () => {
  test.each([
    ['that is enabled and armed at the first sight is no event', [[0, flags(true, true)]], []],
    [
      'that is enabled is told of loudly',
      [
        [0, flags(false, false)],
        [300, flags(true, false)],
      ],
      ['5:00 loud liveTrading live:docker change=enabled enabled=true armed=false'],
    ],
    [
      'that is armed is told of loudly',
      [
        [0, flags(true, false)],
        [300, flags(true, true)],
      ],
      ['5:00 loud liveTrading live:docker change=armed enabled=true armed=true'],
    ],
    [
      'that is disarmed is told of loudly',
      [
        [0, flags(true, true)],
        [300, flags(true, false)],
      ],
      ['5:00 loud liveTrading live:docker change=disarmed enabled=true armed=false'],
    ],
    [
      'that is enabled and armed at once is one event',
      [
        [0, flags(false, false)],
        [300, flags(true, true)],
      ],
      ['5:00 loud liveTrading live:docker change=enabled and armed enabled=true armed=true'],
    ],
    [
      'that is set for the first time is told of',
      [
        [0, flags(null, null)],
        [300, flags(true, null)],
      ],
      ['5:00 loud liveTrading live:docker change=enabled enabled=true armed=null'],
    ],
    [
      'that is reported as off for the first time is no event',
      [
        [0, flags(null, null)],
        [300, flags(false, false)],
      ],
      [],
    ],
    [
      'that is not reported any more has not changed',
      [
        [0, flags(true, true)],
        [300, flags(null, null)],
        [600, flags(true, true)],
      ],
      [],
    ],
    [
      'that is back and armed was armed meanwhile',
      [
        [0, flags(true, false)],
        [300, flags(null, null)],
        [600, flags(true, true)],
      ],
      ['10:00 loud liveTrading live:docker change=armed enabled=true armed=true'],
    ],
  ] as const)('%s', (_, steps, lines) => {
    expect(told(reporting(...steps)).lines).toEqual(lines);
  });

  test('that is armed while the bot is down is told of when it is back', () => {
    const plot = {
      ...reporting([0, flags(true, false)], [400, flags(true, true)]),
      botAway: [[300, 900]] as const,
    };
    expect(told(plot).lines).toEqual([
      '15:00 recovered blind',
      '15:00 loud liveTrading live:docker change=armed enabled=true armed=true',
    ]);
  });

  test('that is armed twice is two events, with an id each', () => {
    const { deliveries } = told(
      reporting(
        [0, flags(true, false)],
        [300, flags(true, true)],
        [600, flags(true, false)],
        [900, flags(true, true)],
      ),
    );
    expect(new Set(deliveries.map(({ id }) => id)).size).toBe(3);
  });

  test('of a retired target is told of all the same, and its violations are not', () => {
    const reports = (t: number) =>
      t < 900 ? { ...flags(true, false), ...violations(1) } : { ...flags(true, true), ...violations(2) };
    const traders = [trader('live:docker', [[-600, 100]], { reports })];
    const acts = [[600, upon({ kind: 'retire', userId: 'U1' })]] as const;
    const { lines } = told({ traders, until: 1800, acts });
    expect(lines.slice(3)).toEqual([
      '15:00 loud liveTrading live:docker change=armed enabled=true armed=true',
    ]);
  });
});

describe('After our own clock was set back by an hour', () => {
  const told8 = told(reporting([0, trips(7)], [300, trips(8)])).known;
  const told5 = told(reporting([0, violations(4)], [300, violations(5)])).known;

  test('a trip is told of at once', () => {
    const plot = reporting([-HOUR, trips(8, false)], [-HOUR + 300, trips(8, true)]);
    expect(told({ ...plot, from: -HOUR, until: -HOUR + 900, known: told8 }).lines).toContain(
      '-55:00 normal circuitBreaker live:docker trips=1 total=8 active=true',
    );
  });

  test('violations are told of at once', () => {
    const plot = reporting([-HOUR, violations(6)]);
    expect(told({ ...plot, from: -HOUR, until: -HOUR + 900, known: told5 }).lines[0]).toContain(
      'added=1 now=6',
    );
  });
});

describe('A counter that is lower than before', () => {
  test('is noted in the log, once, and nobody is alerted', () => {
    const { lines, log } = told(
      reporting([0, { tradesTotal: 1287, tradesToday: 9 }], [300, { tradesTotal: 3, tradesToday: 0 }]),
    );
    expect(lines).toEqual([]);
    expect(log).toEqual(['live:docker: tradesTotal fell from 1287 to 3: it was reset']);
  });

  test('is noted also when it was not reported meanwhile', () => {
    const { log } = told(
      reporting([0, { tradesTotal: 1287 }], [300, { tradesTotal: null }], [600, { tradesTotal: 3 }]),
    );
    expect(log).toHaveLength(1);
  });
});

describe('A counter that leaps by more than any number holds', () => {
  const [least, most] = [-1.7e308, 1.7e308];

  test('is watched on, and is told of as one that was reset', () => {
    const { lines, log } = told(
      reporting(
        [0, { ...violations(least), tradesTotal: least }],
        [300, { ...violations(most), tradesTotal: most }],
      ),
    );
    expect(lines).toEqual([]);
    expect(log).toEqual([
      expect.stringContaining('tradesTotal fell'),
      expect.stringContaining('safetyViolationsTotal fell'),
    ]);
  });

  test('in several steps is watched on', () => {
    const steps = [0, most, 0, most].map((tradesTotal, i) => [300 * i, { tradesTotal }] as const);
    expect(told(reporting(...steps)).lines).toEqual([]);
  });
});

test('A rule that is off tells of nothing, and of nothing from before when it is on again', () => {
  const plot = reporting([0, flags(true, false)], [300, flags(true, true)]);
  const off = told({ ...plot, until: 600, settings: { rules: { liveTrading: { enabled: false } } } });
  const on = told({ ...plot, from: 615, until: 700, known: off.known });
  expect([...off.lines, ...on.lines]).toEqual([]);
});

test('A trip whose metric follows its counter by a whole check of ten minutes is told of once', () => {
  const reports = reporting([0, trips(7, false)], [600, trips(8, false)], [1200, trips(8, true)]);
  const settings = { checkIntervalMs: 600_000, blindAfterMs: 3_600_000 };
  const { lines } = told({ ...reports, every: 600, settings });
  expect(lines).toEqual(['10:00 normal circuitBreaker live:docker trips=1 total=8 active=false']);
});
