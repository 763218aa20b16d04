import type { FormatOptions } from '../../formatters';
import { liveStatusMessage } from '../../formatters';
import type { LiveStatusSnapshot } from '../../src/monitors/liveSnapshot';
import { messageText, tableText } from '../helpers/messageText';
import {
  ago,
  armed,
  garbledFigures,
  healthy,
  noBeat,
  noPortfolio,
  noStats,
  silent,
} from '../helpers/snapshots';

const plain: FormatOptions = { demo: false, currency: null };

const textOf = (snapshot: LiveStatusSnapshot) => messageText(liveStatusMessage(snapshot, plain));
const firstLineOf = (snapshot: LiveStatusSnapshot) => textOf(snapshot).split('\n')[0];
const spokenOf = (snapshot: LiveStatusSnapshot) => liveStatusMessage(snapshot, plain).text;
const rowsOf = (snapshot: LiveStatusSnapshot) => tableText(liveStatusMessage(snapshot, plain));

describe('a healthy trader', () => {
  test('is alive in the first line', () => {
    expect(firstLineOf(healthy)).toBe('🟢 Alive: paper docker');
  });

  test('is told in one whole sentence for notifications', () => {
    expect(spokenOf(healthy)).toBe(
      'paper docker is alive: heartbeat 12 s ago, 42 trades today, balance 10,012,345.67.',
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
    const table = liveStatusMessage(healthy, plain).blocks.find(({ type }) => type === 'table');
    expect(table).toMatchObject({ column_settings: [{ align: 'left' }, { align: 'right' }] });
  });

  test('shows its own metrics by their names', () => {
    expect(textOf(healthy)).toContain('avg trade pnl 1,500.5 · positions count 1 · win rate 0.5375');
  });

  test('tells when it was read in the zone of each reader', () => {
    const context = liveStatusMessage(healthy, plain).blocks.at(-1);
    expect(JSON.stringify(context)).toContain(
      '<!date^1795333311^{date_short_pretty} {time_secs}|2026-11-22 07:41:51 UTC>',
    );
  });

  test('tells which component its heartbeat is from', () => {
    expect(textOf(healthy)).toContain('Heartbeat 12 s ago, from trader.');
  });

  test('has a unit behind its money where one is configured', () => {
    const rows = tableText(liveStatusMessage(healthy, { demo: false, currency: 'KRW' }));
    expect(rows).toContain('Balance | 10,012,345.67 KRW');
  });
});

describe('a trader whose heartbeat is not fresh', () => {
  const dead: LiveStatusSnapshot = { ...healthy, ...noBeat };
  const late: LiveStatusSnapshot = { ...healthy, heartbeat: 'stale', heartbeatAgeMs: 131_000 };
  const garbled: LiveStatusSnapshot = { ...healthy, heartbeat: 'unreadable', heartbeatAgeMs: null };

  test('has none in words first when there is none', () => {
    expect(firstLineOf(dead)).toBe('🔴 No heartbeat: paper docker');
  });

  test('is not called dead, for no more is known than that no beat came', () => {
    expect(spokenOf(dead)).toMatch(/^paper docker may not be alive: no heartbeat in the last 60 s,/);
  });

  test('says how old a late heartbeat is', () => {
    expect(firstLineOf(late)).toBe('🟠 Heartbeat late: paper docker');
    expect(spokenOf(late)).toContain('its last heartbeat was 2 min ago');
  });

  test('says of an unreadable heartbeat that its age cannot be told', () => {
    expect(textOf(garbled)).toContain('A heartbeat is there, but its age cannot be told');
  });

  test.each([
    ['absent', dead],
    ['stale', late],
    ['unreadable', garbled],
  ])('with its heartbeat %s is nowhere called alive', (_, snapshot) => {
    expect(textOf(snapshot)).not.toMatch(/\bAlive\b|\bis alive\b/);
  });

  test('has figures that are the last reported ones', () => {
    expect(rowsOf(dead)[0]).toBe('paper docker | last reported');
  });
});

describe('what is not reported', () => {
  test('is never a zero: a trader with a heartbeat alone has no figure', () => {
    expect(rowsOf({ ...silent, heartbeat: 'fresh', heartbeatAgeMs: 3000 })).toEqual([
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
    const { text, blocks } = liveStatusMessage(silent, plain);
    expect(text).toBe('paper docker reports nothing: Redis holds no heartbeat and no figure of it.');
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

  test('is told of a trader without a heartbeat too', () => {
    expect(firstLineOf({ ...armed, ...noBeat })).toBe('🔴 No heartbeat: live docker · REAL MONEY');
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
      'This is paper, and yet it reports live trading as enabled and armed.',
    );
  });
});

describe('what a person should know at once', () => {
  test('an active circuit breaker', () => {
    expect(spokenOf({ ...healthy, breakerActive: true })).toContain('The circuit breaker is ACTIVE.');
  });

  test('an active circuit breaker, in the first line, which is not green then', () => {
    expect(firstLineOf({ ...healthy, breakerActive: true })).toBe('🟠 Alive: paper docker · BREAKER ACTIVE');
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

  test('is told of a metric where the others stand', () => {
    const liveMetrics = [
      { name: 'win_rate', value: null },
      { name: 'open', value: true },
    ];
    expect(textOf({ ...healthy, liveMetrics })).toContain('win rate not understood · open yes');
  });

  test('keeps a trader that reports nothing else from being called silent', () => {
    expect(textOf({ ...silent, problems })).not.toContain('reports nothing');
  });
});

test('the demo says so first, on the screen and in the notification', () => {
  const message = liveStatusMessage(healthy, { demo: true, currency: null });
  expect(message.text).toMatch(/^Demo data: paper docker is alive/);
  expect(messageText(message).split('\n')[0]).toMatch(/Demo data/);
});
