import type { FormatOptions } from '../../formatters';
import { liveStatusMessage } from '../../formatters';
import type { Incident } from '../../src/alerting/incidents/incident';
import type { TargetFacts } from '../../src/alerting/state/targetState';
import type { LiveStatusSnapshot } from '../../src/monitors/live/liveSnapshot';
import { affected, open } from '../helpers/incidents';
import { messageText, tableText } from '../helpers/messageText';
import {
  ago,
  armed,
  garbledFigures,
  healthy,
  noBeat,
  noPortfolio,
  noStats,
  portfolioOnly,
  sign,
  silent,
  viewOf,
  watched,
} from '../helpers/snapshots';

const plain: FormatOptions = { demo: false, currency: null };

type Details = Partial<TargetFacts>;

const messageOf = (snapshot: LiveStatusSnapshot, details: Details = {}) =>
  liveStatusMessage(viewOf(snapshot, details), plain);
const textOf = (snapshot: LiveStatusSnapshot, details: Details = {}) =>
  messageText(messageOf(snapshot, details));
const firstLineOf = (snapshot: LiveStatusSnapshot, details: Details = {}) =>
  textOf(snapshot, details).split('\n')[0];
const spokenOf = (snapshot: LiveStatusSnapshot, details: Details = {}) => messageOf(snapshot, details).text;
const rowsOf = (snapshot: LiveStatusSnapshot) => tableText(messageOf(snapshot));

describe('a healthy trader', () => {
  test('is alive in the first line', () => {
    expect(firstLineOf(healthy)).toBe('🟢 Alive: paper docker');
  });

  test('is one whole sentence for notifications', () => {
    expect(spokenOf(healthy)).toBe(
      'paper docker is alive: heartbeat at most 12 s ago, 42 trades today, balance 10,012,345.67.',
    );
  });

  test('shows every figure that it reports, trades first, then safety, then the portfolio', () => {
    expect(rowsOf(healthy)).toEqual([
      'paper docker | reported',
      'Trades today | 42',
      'Trades, total | 1,287',
      'Circuit breaker | not active',
      'Breaker trips, total | 1',
      'Safety violations, total | 3',
      'Balance | 10,012,345.67',
      'Available | 7,494,845.67',
      'In positions | 2,517,500.00',
      'Utilization | 25.14 %',
    ]);
  });

  test('has its figures aligned to the right', () => {
    const table = messageOf(healthy).blocks.find(({ type }) => type === 'table');
    expect(table).toMatchObject({ column_settings: [{ align: 'left' }, { align: 'right' }] });
  });

  test('shows its own metrics by their names', () => {
    expect(textOf(healthy)).toContain('avg trade pnl 1,500.5 · positions count 1 · win rate 0.5375');
  });

  test('tells when it was read in the zone of each reader', () => {
    const context = messageOf(healthy).blocks.at(-1);
    expect(JSON.stringify(context)).toContain(
      '<!date^1795333311^{date_short_pretty} {time_secs}|2026-11-22 07:41:51 UTC>',
    );
  });

  test('tells which component its heartbeat is from', () => {
    expect(textOf(healthy)).toContain('Heartbeat at most 12 s ago, from trader.');
  });

  test('has a unit behind its money where one is configured', () => {
    const rows = tableText(liveStatusMessage(viewOf(healthy), { demo: false, currency: 'KRW' }));
    expect(rows).toContain('Balance | 10,012,345.67 KRW');
  });
});

describe('a status', () => {
  const portfolio = (ageMs: number) => sign('portfolio', 'portfolio', ageMs);
  const beat = (ageMs: number) => sign('heartbeat', 'live_trader', ageMs);
  const dead = { ...portfolioOnly, ...noPortfolio };
  const DEAD = { no_sign_of_life: { state: 'stale' } };
  const since = (rule: string, ageMs: number, changes: Partial<Incident> = {}): Incident => ({
    ...open,
    rule,
    ...changes,
    targets: [{ ...affected('live:docker'), startedAt: ago(ageMs) }],
  });
  const down = since('no_sign_of_life', 420_000);
  const stale = since('stale_portfolio', 700_000);

  test.each<[string, LiveStatusSnapshot, Details, string, string]>([
    [
      'by a portfolio alone',
      portfolioOnly,
      watched([portfolio(2_000)]),
      '🟢 Alive: live docker',
      'Portfolio written 2 s ago (this trader sends no heartbeat).',
    ],
    [
      'by a portfolio of which no write was observed yet',
      portfolioOnly,
      {},
      '🟢 Alive: live docker',
      'Portfolio written at most 2 s ago (no heartbeat now).',
    ],
    [
      'by a heartbeat',
      { ...portfolioOnly, heartbeatAgeMs: 1_000 },
      watched([portfolio(2_000), beat(1_000)]),
      '🟢 Alive: live docker',
      'Heartbeat 1 s ago, from live_trader.',
    ],
    [
      'by a portfolio that is half a minute old',
      { ...portfolioOnly, portfolioAgeMs: 40_000 },
      watched([portfolio(40_000)]),
      '🟡 Late: live docker',
      'Portfolio written 40 s ago (this trader sends no heartbeat).',
    ],
    [
      'of one whose heartbeats have stopped',
      portfolioOnly,
      watched([portfolio(2_000), beat(200_000)]),
      '🟠 Portfolio updating, no heartbeat: live docker',
      'Portfolio written 2 s ago; last heartbeat 3 min ago, from live_trader.',
    ],
    [
      'of one whose portfolio has stopped',
      { ...portfolioOnly, ...noPortfolio, heartbeatAgeMs: 1_000 },
      { ...watched([portfolio(700_000), beat(1_000)]), incidents: [stale] },
      '🟠 Portfolio stale: live docker',
      'Heartbeat 1 s ago, from live_trader.\nPortfolio stale since 2026-11-22 07:30:11 UTC.',
    ],
    [
      'of one that died',
      dead,
      { ...watched([portfolio(420_000)]), incidents: [down] },
      '🔴 Down: live docker',
      'Portfolio written 7 min ago (this trader sends no heartbeat).\nDown since 2026-11-22 07:34:51 UTC.',
    ],
    [
      'of one that gave one sign of life after its death',
      portfolioOnly,
      { ...watched([portfolio(2_000)]), incidents: [down] },
      '🔴 Down: live docker',
      'Down since 2026-11-22 07:34:51 UTC.\nOne new sign of life since then; a second one confirms the recovery.',
    ],
    [
      'of one that is dead where nobody watches',
      { ...portfolioOnly, portfolioAgeMs: 120_000 },
      {},
      '🔴 Down: live docker',
      'Portfolio written at most 2 min ago (no heartbeat now).',
    ],
    [
      'of one that should run, and is watched for a moment only',
      { ...dead, liveEnabled: true },
      { continuousSince: ago(10_000) },
      '❔ Unknown: live docker',
      'No sign of life in Redis.',
    ],
    [
      'of one that was down when it was seen last',
      dead,
      { ...watched([portfolio(420_000)]), incidents: [down], continuousSince: ago(10_000) },
      '❔ Unknown: live docker',
      'Last seen down, since 2026-11-22 07:34:51 UTC.',
    ],
    [
      'of one that never gave a sign of life, and need not',
      { ...dead, mode: 'paper', tradesTotal: 3 },
      {},
      '➖ Not reported: paper docker',
      'No sign of life in Redis.',
    ],
  ])('%s names the sign that it goes by', (_, snapshot, details, first, sentence) => {
    expect(firstLineOf(snapshot, details)).toBe(first);
    expect(textOf(snapshot, details)).toContain(sentence);
  });

  test('by a key whose age is not known says so', () => {
    const unreadable = { ...portfolio(2_000), ttlMs: null };
    const view = viewOf({ ...portfolioOnly, portfolioAgeMs: null }, {}, [unreadable]);
    const text = messageText(liveStatusMessage(view, plain));
    expect(text).toContain('❔ Unknown: live docker\nPortfolio written at an unknown time');
    expect(text).toContain('age of the portfolio unknown');
  });

  test.each<[string, LiveStatusSnapshot, Details]>([
    ['late', { ...portfolioOnly, portfolioAgeMs: 40_000 }, watched([portfolio(40_000)])],
    ['down', dead, { ...watched([portfolio(420_000)]), incidents: [down] }],
    ['unknown', { ...dead, liveEnabled: true }, { continuousSince: ago(10_000) }],
    ['no_heartbeat', portfolioOnly, watched([portfolio(2_000), beat(200_000)])],
  ])('that is %s is nowhere called alive', (_, snapshot, details) => {
    expect(textOf(snapshot, details)).not.toMatch(/\bAlive\b|\bis alive\b/);
    expect(spokenOf(snapshot, details)).not.toMatch(/^live docker is alive/);
  });

  test.each<[string, LiveStatusSnapshot, Details, string]>([
    ['down', dead, { ...watched([portfolio(420_000)]), incidents: [down] }, 'last reported'],
    ['alive', portfolioOnly, {}, 'reported'],
    ['no_heartbeat', portfolioOnly, watched([portfolio(2_000), beat(200_000)]), 'reported'],
  ])('that is %s says whether its figures are of now', (_, snapshot, details, heading) => {
    expect(tableText(messageOf(snapshot, details))[0]).toBe(`live docker | ${heading}`);
  });

  test.each<[string, Details, string]>([
    ['an open alert', { incidents: [stale] }, '🟠 Alive: live docker'],
    [
      'an alert that is acknowledged',
      { incidents: [{ ...stale, state: 'acknowledged' }] },
      '🟠 Alive: live docker',
    ],
    ['an alert that is snoozed', { incidents: [{ ...stale, state: 'snoozed' }] }, '🟠 Alive: live docker'],
    [
      'an alert of its breaker',
      { incidents: [since('circuit_breaker', 1_000)] },
      '⛔ Alive: live docker · BREAKER ACTIVE',
    ],
  ])('that is alive with %s is not green', (_, details, first) => {
    expect(firstLineOf(portfolioOnly, { ...watched([portfolio(2_000)]), ...details })).toBe(first);
  });

  test('that is alive with an open alert says that there is one', () => {
    const details = { ...watched([portfolio(2_000)]), incidents: [stale] };
    expect(textOf(portfolioOnly, details)).toContain('🔔 1 open alert: see /arb-alerts.');
  });

  test.each<[string, Details, string]>([
    [
      'muted',
      watched([portfolio(420_000)], { muted: true, rules: DEAD }),
      '🔕 Muted: no alerts until it recovers.',
    ],
    [
      'snoozed',
      {
        ...watched([portfolio(420_000)]),
        incidents: [{ ...down, state: 'snoozed', snoozedUntil: ago(-3_600_000) }],
      },
      '🔕 Snoozed until 2026-11-22 08:41:51 UTC.',
    ],
  ])('that is down and %s says both', (_, details, line) => {
    const text = textOf(dead, details);
    expect(text).toMatch(/^🔴 Down: live docker\n/);
    expect(text).toContain(line);
  });

  test('that is down and acknowledged says by whom', () => {
    const acknowledged = { ...down, state: 'acknowledged', acknowledgedBy: 'U0OPERATOR' } as const;
    const message = messageOf(dead, { ...watched([portfolio(420_000)]), incidents: [acknowledged] });
    expect(messageText(message)).toContain('👤 Acknowledged by ');
    expect(JSON.stringify(message.blocks)).toContain('"user_id":"U0OPERATOR"');
  });

  test('tells no instant in two zones', () => {
    const text = JSON.stringify(
      messageOf(dead, { ...watched([portfolio(420_000)]), incidents: [down] }).blocks,
    );
    expect(text.replaceAll(/"fallback":"[^"]*"|<!date[^>]*>/g, '')).not.toMatch(/\d\d:\d\d|UTC/);
  });
});

describe('what is not reported', () => {
  test('is never a zero: a trader with a heartbeat alone has no figure', () => {
    expect(
      rowsOf({ ...silent, heartbeat: 'fresh', heartbeatComponent: 'trader', heartbeatAgeMs: 3000 }),
    ).toEqual([
      'paper docker | reported',
      'Trades | not reported',
      'Safety | not reported',
      'Portfolio | not reported',
    ]);
  });

  test('is told in the row where only some of a group is missing', () => {
    expect(rowsOf({ ...healthy, tradesToday: null })).toContain('Trades today | not reported');
  });

  test('is told in the sentence', () => {
    expect(spokenOf({ ...healthy, ...noStats, ...noPortfolio })).toContain(
      'trades and balance are not reported',
    );
  });

  test('a share that is too large for per cent is no infinity', () => {
    expect(rowsOf({ ...healthy, utilizationRate: -1e307 })).toContain('Utilization | -1e+307');
  });

  test('a reported zero stays a zero', () => {
    expect(rowsOf({ ...healthy, tradesToday: 0 })).toContain('Trades today | 0');
  });

  test('is one line when it is everything', () => {
    const { text, blocks } = messageOf(silent);
    expect(text).toBe('paper docker reports nothing: Redis holds no data for it.');
    expect(blocks).toHaveLength(2);
  });
});

describe('real money', () => {
  test('stands in the first line of a live trader that is enabled and armed', () => {
    expect(firstLineOf(armed)).toBe('🟢 Alive: live docker · REAL MONEY');
  });

  test('is told in the notification', () => {
    expect(spokenOf(armed)).toContain('REAL MONEY: live trading is enabled and armed.');
  });

  test('is said of a trader that is down, too', () => {
    const dead = { ...armed, ...noBeat, portfolioAgeMs: 120_000 };
    expect(firstLineOf(dead)).toBe('🔴 Down: live docker · REAL MONEY');
  });

  const DAY = 86_400_000;
  test.each<[string, LiveStatusSnapshot, number | null, string]>([
    ['by its orders', portfolioOnly, 2 * DAY, 'REAL MONEY: it sends real orders, the last one 2 d ago.'],
    [
      'by its orders, whatever its flags say',
      { ...portfolioOnly, liveEnabled: true, liveArmed: false },
      2 * DAY,
      'the last one 2 d ago, although its flags say that it is not enabled and armed.',
    ],
    [
      'by its orders, whatever its metrics say',
      { ...portfolioOnly, liveByMetrics: false },
      2 * DAY,
      'the last one 2 d ago, although its metrics say that it is not live.',
    ],
    [
      'by its flags, whatever its metrics say',
      { ...armed, liveByMetrics: false },
      null,
      'REAL MONEY: live trading is enabled and armed, although its metrics say that it is not live.',
    ],
    [
      'by its metrics',
      { ...portfolioOnly, liveByMetrics: true },
      null,
      'REAL MONEY: live trading is enabled, by its metrics.',
    ],
  ])('is known %s', (_, snapshot, orderMs, sentence) => {
    const details = { lastRealOrderAt: orderMs === null ? null : ago(orderMs) };
    expect(firstLineOf(snapshot, details)).toBe('🟢 Alive: live docker · REAL MONEY');
    expect(textOf(snapshot, details)).toContain(sentence);
    expect(spokenOf(snapshot, details)).toContain(sentence);
  });

  test.each<[string, LiveStatusSnapshot, string]>([
    [
      'by its metrics',
      { ...portfolioOnly, liveByMetrics: false },
      'Live trading: off, by its metrics. No real orders: live trading is off, by its metrics.',
    ],
    [
      'by its flags, whatever its metrics say',
      { ...armed, liveArmed: false, liveByMetrics: true },
      'Live trading: enabled, not armed. No real orders, although its metrics say that it is live.',
    ],
  ])('is known not to be at stake %s', (_, snapshot, line) => {
    expect(textOf(snapshot)).toContain(line);
    expect(textOf(snapshot)).not.toContain('REAL MONEY');
  });

  test('is no longer proven by an order of eight days ago', () => {
    expect(textOf(portfolioOnly, { lastRealOrderAt: ago(8 * DAY) })).toContain('Real money: unknown.');
  });

  test('is said to be not known where nothing tells, in the notification, too', () => {
    const sentence = 'Real money: unknown. Nothing in Redis says whether it sends real orders.';
    expect(textOf(portfolioOnly)).toContain(sentence);
    expect(spokenOf(portfolioOnly)).toContain(sentence);
    expect(firstLineOf(portfolioOnly)).toBe('🟢 Alive: live docker');
  });

  test.each([
    [true, false, 'enabled, not armed'],
    [false, true, 'not enabled, armed'],
    [false, false, 'not enabled, not armed'],
    [true, null, 'enabled, armed not reported'],
    [null, null, 'not reported'],
  ])('with enabled %s and armed %s is not claimed', (liveEnabled, liveArmed, words) => {
    const text = textOf({ ...armed, liveEnabled, liveArmed });
    expect(text).toContain(`Live trading: ${words}.`);
    expect(text).not.toContain('REAL MONEY');
  });

  test.each([
    [['liveArmed'], 'enabled not reported, armed not understood'],
    [['liveEnabled', 'liveArmed'], 'not understood'],
  ] as const)('with %j unreadable is not claimed, nor called not reported', (unreadable, words) => {
    expect(textOf({ ...armed, liveEnabled: null, liveArmed: null, unreadable })).toContain(
      `Live trading: ${words}.`,
    );
  });

  test('with enabled known and armed unreadable is not claimed', () => {
    const text = textOf({ ...armed, liveArmed: null, unreadable: ['liveArmed'] });
    expect(text).toContain('Live trading: enabled, armed not understood.');
    expect(text).not.toContain('REAL MONEY');
  });

  test('a paper trader that is enabled and armed is wondered at', () => {
    expect(textOf({ ...armed, mode: 'paper' })).toContain(
      'This is paper, yet it reports live trading as enabled and armed.',
    );
  });
});

describe('what a person should know at once', () => {
  test('an active circuit breaker', () => {
    expect(spokenOf({ ...healthy, breakerActive: true })).toContain('The circuit breaker is ACTIVE.');
  });

  test('an active circuit breaker, in the first line, which is not green then', () => {
    expect(firstLineOf({ ...healthy, breakerActive: true })).toBe('⛔ Alive: paper docker · BREAKER ACTIVE');
  });

  test('a circuit breaker of which it is not understood whether it is active, which claims neither', () => {
    const snapshot = { ...healthy, breakerActive: null, unreadable: ['breakerActive'] as const };
    expect(rowsOf(snapshot)).toContain('Circuit breaker | not understood');
    expect(firstLineOf(snapshot)).toBe('🟢 Alive: paper docker');
  });

  test('an old portfolio, with its age', () => {
    expect(textOf({ ...healthy, portfolioAgeMs: 250_000 })).toContain('The portfolio is 4 min old.');
  });

  test('a fresh portfolio is no matter', () => {
    expect(textOf(healthy)).not.toContain('The portfolio is');
  });

  test.each([
    [-7_000, "The trader's clock is 7 s behind this bot's."],
    [7_000, "The trader's clock is 7 s ahead of this bot's."],
  ])('a clock that is %d ms off', (clockSkewMs, words) => {
    expect(textOf({ ...healthy, clockSkewMs })).toContain(words);
  });

  test('a clock that is 5 s off is no matter', () => {
    expect(textOf({ ...healthy, clockSkewMs: 5_000 })).not.toContain('clock');
  });

  test('a portfolio from the future', () => {
    expect(textOf({ ...healthy, portfolioAt: ago(-9 * 3_600_000), portfolioAgeMs: 0 })).toContain(
      "The portfolio's time is 9 h in the future.",
    );
  });
});

describe('its own metrics', () => {
  const metrics: LiveStatusSnapshot = {
    ...portfolioOnly,
    tradesToday: 1,
    tradesTodayBy: 'metrics',
    metricsAgeMs: 1_000,
    liveMetrics: [
      { name: 'daily_loss', value: 1500.5 },
      { name: 'dry_run', value: false },
      { name: 'live_enabled', value: true },
      { name: 'total_balance', value: 3_891_195.25 },
      { name: 'trades_today', value: 1 },
    ],
  };

  test('tell of the trades of the day where no stat does, which is said', () => {
    expect(rowsOf(metrics)).toContain('Trades today, by its metrics | 1');
    expect(spokenOf(metrics)).toContain('1 trade today (by its metrics)');
  });

  test('have their age', () => {
    expect(textOf(metrics)).toContain('Its own metrics: daily loss 1,500.5 · trades today 1 (1 s old)');
    expect(textOf({ ...metrics, metricsAgeMs: null })).toContain('trades today 1 (of unknown age)');
  });

  test('show a balance that the portfolio does not, with all its digits', () => {
    const text = textOf({ ...metrics, ...noPortfolio });
    expect(text).toContain('total balance 3,891,195.25');
  });
});

describe('what the trading system does not do', () => {
  test.each<[string, LiveStatusSnapshot, string]>([
    [
      'it writes neither heartbeats nor metrics',
      portfolioOnly,
      '💡 This trader writes neither heartbeats nor metrics. See docs/trading-system.md, “The live trader writes no heartbeat and no metrics”',
    ],
    [
      'its metrics are left over',
      { ...armed, areMetricsOutdated: true },
      '💡 This trader no longer writes its metrics, and the old ones are still there. See docs/trading-system.md, “Old metrics stay in Redis”',
    ],
    [
      'a flag is above 1',
      { ...armed, hasRaisedFlag: true },
      '💡 This trader has a flag above 1, which one decrement does not switch off. See docs/trading-system.md, “Flags can only be incremented”',
    ],
  ])('is hinted at: %s', (_, snapshot, hint) => {
    expect(textOf(snapshot)).toContain(hint);
  });

  test('is not spoken of where all is well', () => {
    expect(textOf(armed)).not.toContain('💡');
  });
});

describe('what could not be understood', () => {
  const problems = Array.from({ length: 8 }, (_, i) => ({
    key: `paper:docker:key:${i}`,
    what: 'is not a hash',
  }));

  test('is called so in its row, beside what is not reported', () => {
    const rows = rowsOf({ ...healthy, ...noStats, unreadable: ['tradesTotal'] });
    expect(rows.slice(1, 3)).toEqual(['Trades today | not reported', 'Trades, total | not understood']);
  });

  test('is one row where it is a whole group', () => {
    expect(rowsOf({ ...healthy, ...garbledFigures })).toEqual([
      'paper docker | reported',
      'Trades | not understood',
      'Circuit breaker | not active',
      'Safety | not understood',
      'Portfolio | not understood',
    ]);
  });

  test.each([
    [['tradesToday', 'totalBalance'], 'trades and balance are not understood'],
    [['tradesToday'], 'trades today not understood, balance not reported'],
    [['totalBalance'], 'trades today not reported, balance not understood'],
  ] as const)('with %j unreadable is told in the sentence', (unreadable, words) => {
    expect(spokenOf({ ...healthy, ...noStats, ...noPortfolio, unreadable })).toContain(words);
  });

  test('is named by its key', () => {
    expect(textOf({ ...healthy, problems: problems.slice(0, 1) })).toContain(
      'paper:docker:key:0 is not a hash',
    );
  });

  test('is named in the notification by its number', () => {
    expect(spokenOf({ ...healthy, problems })).toContain('8 values could not be understood.');
  });

  test('is named by its key, be it at each key that a trader has', () => {
    const text = textOf({ ...healthy, problems });
    for (const { key } of problems) expect(text).toContain(`${key} is not a hash`);
  });

  test('is cut to a dozen keys, with the number of the other values', () => {
    const many = Array.from({ length: 40 }, (_, i) => ({ key: `key:${i}`, what: 'is not a hash' }));
    const text = textOf({ ...healthy, problems: many });
    expect(text).toContain('and 28 more');
    expect(text).not.toContain('key:12');
  });

  test('is one line for each key, with the number of further values at it', () => {
    const key = 'paper:docker:metrics:live';
    const what = ['a', 'b', 'c'].map((name) => ({ key, what: `field "${name}" is "x", not a number` }));
    expect(textOf({ ...healthy, problems: [...what, ...problems.slice(0, 1)] })).toContain(
      'field "a" is "x", not a number; and 2 more values at this key\n',
    );
  });

  test('is said of a metric where the others stand', () => {
    const liveMetrics = [
      { name: 'win_rate', value: null },
      { name: 'open', value: true },
    ];
    expect(textOf({ ...healthy, liveMetrics })).toContain('win rate not understood · open yes');
  });

  test('keeps a trader that reports nothing else from being called silent', () => {
    expect(textOf({ ...silent, problems, reportsNothing: false })).not.toContain('reports nothing');
  });
});

test('the demo says so first, on the screen and in the notification', () => {
  const message = liveStatusMessage(viewOf(healthy), { demo: true, currency: null });
  expect(message.text).toMatch(/^Demo data: paper docker is alive/);
  expect(messageText(message).split('\n')[0]).toMatch(/Demo data/);
});
