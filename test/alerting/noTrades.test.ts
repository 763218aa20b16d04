import { incidentMessage } from '../../formatters';
import { rulesSchema } from '../../src/alerting/ruleSettings/schema';
import { messageText } from '../helpers/messageText';
import type { Reports } from '../helpers/reportedValues';
import { runScenario, type Scenario } from '../helpers/scenario';
import { ALWAYS, realTrader, type Span, second } from '../helpers/traders';

type Steps = readonly (readonly [from: number, reports: Reports])[];

const total = (tradesTotal: number | null): Reports => ({ tradesTotal });
const MIN = 60;

/** Second 0 is 03:00 UTC. Checks are made every minute. */
const story = (
  steps: Steps,
  own: Readonly<Record<string, unknown>> = {},
  { spans = [ALWAYS], ...change }: Partial<Scenario> & { readonly spans?: readonly Span[] } = {},
): Scenario => ({
  traders: [realTrader('live:docker', spans, {}, (t) => steps.findLast(([from]) => from <= t)?.[1] ?? {})],
  until: 90 * MIN,
  every: MIN,
  atDeadlines: true,
  settings: {
    ...{ checkIntervalMs: 60_000, outageAfterMs: 150_000 },
    rules: { no_trades: { mode: 'on', ...own }, no_sign_of_life: { stale_after: '5m' } },
  },
  ...change,
});

const linesOf = (plot: Scenario) =>
  runScenario(plot).lines.filter((line) => line.includes('no_trades') && !line.includes('thread'));

const OPEN = 'open no_trades live:docker';
const WELL = 'recovered no_trades live:docker (well)';

const tradesUntil = (last: number): Steps =>
  Array.from({ length: last / MIN + 1 }, (_, i) => [i * MIN, total(100 + i)] as const);

describe('no_trades', () => {
  test('is off unless it is switched on', () => {
    expect(linesOf({ ...story([[0, total(1)]]), settings: {} })).toEqual([]);
  });

  test('fires 30 min after the last trade, and recovers with the next one', () => {
    const steps: Steps = [...tradesUntil(10 * MIN), [60 * MIN, total(200)]];
    expect(linesOf(story(steps, {}, { until: 80 * MIN }))).toEqual([`40:00 ${OPEN}`, `1:00:00 ${WELL}`]);
  });

  test.each<[string, Steps]>([
    ['goes by trades_today where there is no other counter', [[0, { tradesToday: 5 }]]],
    [
      'goes by trades_total where trades_today fell, as at midnight',
      [
        [0, { tradesTotal: 9, tradesToday: 5 }],
        [20 * MIN, { tradesTotal: 9, tradesToday: 0 }],
      ],
    ],
  ])('%s', (_, steps) => {
    expect(linesOf(story(steps, {}, { until: 40 * MIN }))).toEqual([`31:00 ${OPEN}`]);
  });

  test.each<[string, Steps, string[]]>([
    ['a counter that is not reported', [[0, total(null)]], []],
    [
      'a counter that is reported no more',
      [
        [0, total(5)],
        [20 * MIN, total(null)],
      ],
      [],
    ],
    [
      'a counter that fell, of which the time begins anew',
      [
        [0, total(5)],
        [25 * MIN, total(0)],
      ],
      [`55:00 ${OPEN}`],
    ],
    [
      'a counter that comes back as it was, of which the time begins anew',
      [
        [0, total(5)],
        [10 * MIN, total(null)],
        [20 * MIN, total(5)],
      ],
      [`50:00 ${OPEN}`],
    ],
  ])('takes for no evidence %s', (_, steps, expected) => {
    expect(linesOf(story(steps))).toEqual(expected);
  });

  test('counts a real order as a sign of trading', () => {
    const lastRealOrders = new Map([['live:docker', second(20 * MIN)]]);
    const lines = linesOf(story([[0, total(5)]], {}, { lastRealOrders }));
    expect(lines).toEqual([`50:00 ${OPEN}`]);
  });

  test('does not count the time in which the trader was down', () => {
    const spans: readonly Span[] = [
      [-600, 20 * MIN],
      [40 * MIN, Infinity],
    ];
    expect(linesOf(story([[0, total(5)]], {}, { spans }))).toEqual([`1:10:00 ${OPEN}`]);
  });

  test('begins anew after the bot was down', () => {
    expect(linesOf(story([[0, total(5)]], {}, { botAway: [[20 * MIN, 40 * MIN]] }))).toEqual([
      `1:10:00 ${OPEN}`,
    ]);
  });

  test('counts from the beginning of the trading hours, in their zone', () => {
    // 12:30 in Seoul is 03:30 UTC.
    const hours = { hours: '12:30-15:30', zone: 'Asia/Seoul' };
    expect(linesOf(story([[0, total(5)]], hours))).toEqual([`1:00:00 ${OPEN}`]);
    const inUtc = { ...story([[0, total(5)]], { hours: '12:30-15:30' }) };
    expect(linesOf(inUtc)).toEqual([]);
  });

  test('stays open when the trading hours end, until the next trade', () => {
    const steps: Steps = [
      [0, total(5)],
      [80 * MIN, total(6)],
    ];
    expect(linesOf(story(steps, { hours: '03:00-03:40' }))).toEqual([`31:00 ${OPEN}`, `1:20:00 ${WELL}`]);
  });

  test('knows hours that last over midnight, and those on some days alone', () => {
    // 22 November 2026 is a Sunday.
    const overnight = { hours: '22:00-06:00', days: ['sat'] };
    expect(linesOf(story([[0, total(5)]], overnight))).toEqual([`31:00 ${OPEN}`]);
    expect(linesOf(story([[0, total(5)]], { days: ['mon'] }))).toEqual([]);
  });

  test('counts over midnight where the whole day is for trading', () => {
    const from = 20.75 * 60 * MIN;
    const plot = story([[0, total(5)]], {}, { from, until: from + 40 * MIN });
    expect(linesOf(plot)).toEqual([`21:16:00 ${OPEN}`]);
  });

  test('says since when there was no trade, and when the last one was', () => {
    const { deliveries, known } = runScenario(story(tradesUntil(10 * MIN), {}, { until: 45 * MIN }));
    const [sent] = deliveries.flatMap((each) => (each.kind === 'incident' ? [each] : []));
    if (sent === undefined) throw new Error('nothing was sent');
    const context = { now: sent.detectedAt, deliveredLate: null };
    const text = messageText(
      incidentMessage(sent.incident, context, { demo: false, currency: null, zone: 'UTC' }),
    );
    expect(text).toMatch(/has made no trade for 30 min or more of its trading hours; the last one was seen /);
    expect(known.targets[0]?.reasons.no_trades).toMatchObject({ status: 'counting', total: 110 });
  });

  test.each([
    { hours: '9-17' },
    { hours: '09:00-09:00' },
    { hours: '25:00-26:00' },
    { zone: 'Seoul' },
    { days: [] },
  ])('refuses %j', (own) => {
    expect(rulesSchema.safeParse({ no_trades: own }).success).toBe(false);
  });
});
