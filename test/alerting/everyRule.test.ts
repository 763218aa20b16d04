import { RULES } from '../../src/alerting';
import { reportedBy, trips, violations } from '../helpers/reportedValues';
import { runScenario, type Scenario } from '../helpers/scenario';
import { ALWAYS, realTrader, type Trader, trader } from '../helpers/traders';
import { feed, gone, recordsOf, rejected } from '../helpers/watchedRecords';

const HOUR = 3600;

/** It stops at second 300, and goes on at second 1800. */
const pauses = [
  [-600, 300],
  [1800, Infinity],
] as const;
const both = (change: Partial<Trader>): Scenario => ({
  traders: [trader('live:docker', [ALWAYS], { portfolio: { spans: [ALWAYS], every: 1 }, ...change })],
  until: HOUR,
});

/** With default settings, and the TTLs that the traders give their keys: what makes a rule fire, and recover. */
const FIRES: Readonly<Record<string, Scenario>> = {
  no_sign_of_life: { traders: [realTrader('live:docker', pauses)], until: HOUR },
  no_heartbeat: both({ beats: pauses }),
  stale_portfolio: both({ portfolio: { spans: pauses, every: 1 } }),
  circuit_breaker: reportedBy('live:docker', [
    [0, trips(0, false)],
    [300, trips(1, true)],
    [900, trips(1, false)],
  ]),
  balance_drop: reportedBy('paper:docker', [
    [0, { totalBalance: 1_000 }],
    [300, { totalBalance: 940 }],
    [900, { totalBalance: 990 }],
  ]),
  high_exposure: reportedBy('paper:docker', [
    [0, { utilizationRate: 0.5 }],
    [300, { utilizationRate: 0.9 }],
    [900, { utilizationRate: 0.5 }],
  ]),
  price_feed: {
    ...reportedBy('live:docker', []),
    records: (t) =>
      recordsOf('live:docker', {
        feeds: [feed('binance', t), t > 300 && t < 900 ? gone('upbit') : feed('upbit', t)],
      }),
  },
  no_trades: {
    ...reportedBy('live:docker', [
      [0, { tradesTotal: 1 }],
      [2_400, { tradesTotal: 2 }],
    ]),
    until: HOUR,
    settings: { rules: { no_trades: { mode: 'on' } } },
  },
  divergence: {
    traders: [
      realTrader('live:docker', [ALWAYS], {}, (t) => ({ totalBalance: t < 600 || t > 1_200 ? 1_000 : 970 })),
      realTrader('paper:docker', [ALWAYS], {}, () => ({ totalBalance: 500 })),
    ],
    until: HOUR,
    settings: { rules: { divergence: { mode: 'on' } } },
  },
};

/** The same of a rule that only notifies of events, or logs. */
const TELLS: Readonly<Record<string, Scenario>> = {
  live_trading: reportedBy('live:docker', [
    [0, { liveArmed: false }],
    [300, { liveArmed: true }],
  ]),
  order_problem: {
    ...reportedBy('live:docker', []),
    records: (t) => recordsOf('live:docker', { orders: t < 300 ? [] : [rejected('a', 299)] }),
  },
  safety_violations: reportedBy('live:docker', [
    [0, violations(0)],
    [300, violations(1)],
  ]),
};

const COUNTS = ['counter_reset', 'uptime_totals'];

test('Every rule has a case in this test', () => {
  expect([...Object.keys(FIRES), ...Object.keys(TELLS), ...COUNTS].sort()).toEqual(
    RULES.map(({ name }) => name).sort(),
  );
});

test.each(Object.entries(FIRES))('%s fires with its default settings, and recovers', (rule, plot) => {
  const states = runScenario(plot).deliveries.flatMap((each) =>
    each.kind === 'incident' ? [`${each.incident.rule} ${each.incident.state}`] : [],
  );
  expect([states[0], states.at(-1)]).toEqual([`${rule} open`, `${rule} recovered`]);
});

test.each(Object.entries(TELLS))('%s notifies with its default settings', (rule, plot) => {
  expect(runScenario(plot).deliveries).toMatchObject([{ kind: 'event', event: { rule } }]);
});

test('counterReset logs with its default settings', () => {
  const story = runScenario(
    reportedBy('live:docker', [
      [0, violations(7)],
      [300, violations(0)],
    ]),
  );
  expect(story.log).toContainEqual(expect.stringContaining('fell from 7 to 0'));
});
