import { incidentMessage } from '../../formatters';
import type { WatchedFeed } from '../../src/monitors/records/watchedRecords';
import { messageText } from '../helpers/messageText';
import { runScenario, type Scenario } from '../helpers/scenario';
import { ALWAYS, realTrader, type Span } from '../helpers/traders';
import { feed, gone, recordsOf } from '../helpers/watchedRecords';

type Writes = readonly Span[];

/** When it last wrote a price, one every second; gone 60 s after that, as from Redis. */
function priceAt(exchange: string, spans: Writes, t: number, symbol?: string): WatchedFeed {
  const span = spans.findLast(([from]) => from <= t);
  const last = span === undefined ? null : Math.min(t, span[1]);
  return last === null || t - last > 60 ? gone(exchange, symbol) : feed(exchange, last, symbol);
}

const story = (spans: Readonly<Record<string, Writes>>, change: Partial<Scenario> = {}): Scenario => ({
  traders: [realTrader('live:docker', [ALWAYS])],
  until: 900,
  atDeadlines: true,
  records: (t) =>
    recordsOf('live:docker', {
      feeds: Object.entries(spans).map(([exchange, own]) => priceAt(exchange, own, t)),
    }),
  ...change,
});

const linesOf = (plot: Scenario) =>
  runScenario(plot).lines.filter((line) => line.includes('price_feed') && !line.includes('thread'));

const OPEN = 'open price_feed live:docker';
const WELL = 'recovered price_feed live:docker (well)';
const UNTIL_300: Writes = [[-600, 300]];
const BACK_AT_600: Writes = [
  [-600, 300],
  [600, Infinity],
];

describe('price_feed', () => {
  test('fires 60 s after the last price of one exchange, and recovers with its next one', () => {
    expect(linesOf(story({ binance: [ALWAYS], upbit: BACK_AT_600 }))).toEqual([
      `6:00 ${OPEN}`,
      `10:00 ${WELL}`,
    ]);
  });

  test('says nothing where no exchange has prices any more, and gives each its time when they are back', () => {
    const late: Writes = [
      [-600, 300],
      [630, Infinity],
    ];
    expect(linesOf(story({ binance: BACK_AT_600, upbit: late }))).toEqual([]);
    expect(linesOf(story({ binance: BACK_AT_600, upbit: UNTIL_300 }))).toEqual([`11:00 ${OPEN}`]);
  });

  test('stays open while no exchange has prices', () => {
    const binance: Writes = [
      [-600, 500],
      [800, Infinity],
    ];
    expect(linesOf(story({ binance, upbit: UNTIL_300 }))).toEqual([`6:00 ${OPEN}`]);
  });

  test('says nothing of an exchange of which another symbol has prices', () => {
    const records = (t: number) =>
      recordsOf('live:docker', {
        feeds: [
          priceAt('upbit', UNTIL_300, t, 'ETH'),
          priceAt('upbit', [ALWAYS], t),
          priceAt('binance', [ALWAYS], t),
        ],
      });
    expect(linesOf(story({}, { records }))).toEqual([]);
  });

  test('says nothing of an exchange that never had a price while it was watched', () => {
    expect(linesOf(story({ binance: [ALWAYS], upbit: [] }))).toEqual([]);
  });

  test.each<[string, WatchedFeed]>([
    ['whose price cannot be read', { ...gone('upbit'), state: 'unreadable' }],
    ['of whose price nothing tells the age', feed('upbit', null)],
  ])('says nothing of an exchange %s', (_, odd) => {
    const records = (t: number) =>
      recordsOf('live:docker', { feeds: [feed('binance', t), t < 300 ? feed('upbit', t) : odd] });
    expect(linesOf(story({}, { records }))).toEqual([]);
  });

  test('changes nothing while records cannot be read', () => {
    const plot = story({ binance: [ALWAYS], upbit: BACK_AT_600 });
    const records = (t: number) => (t >= 500 && t < 700 ? undefined : plot.records?.(t));
    expect(linesOf({ ...plot, records })).toEqual([`6:00 ${OPEN}`, `11:45 ${WELL}`]);
  });

  test('an exchange that comes and goes makes one alert', () => {
    const upbit: Writes = [
      [-600, 300],
      [400, 500],
      [620, Infinity],
    ];
    const lines = linesOf(story({ binance: [ALWAYS], upbit }));
    expect(lines.map((line) => line.replace(/ flaps=.*/, ''))).toEqual([
      `6:00 ${OPEN}`,
      `6:45 ${WELL}`,
      `9:20 ${OPEN}`,
      `10:30 ${WELL} `.trim(),
    ]);
  });

  test('after a restart of the bot an alert goes on, and a new one takes 60 s of watching', () => {
    const away: Partial<Scenario> = { botAway: [[400, 520]] };
    expect(linesOf(story({ binance: [ALWAYS], upbit: UNTIL_300 }, away))).toEqual([`6:00 ${OPEN}`]);
    const upbit: Writes = [[-600, 450]];
    expect(linesOf(story({ binance: [ALWAYS], upbit }, away))).toEqual([`9:45 ${OPEN}`]);
  });

  test('after Redis lost its data every exchange has its time again', () => {
    const upbit: Writes = [
      [-600, 270],
      [340, Infinity],
    ];
    expect(linesOf(story({ binance: [ALWAYS], upbit }, { losesAt: 300 }))).toEqual([]);
  });

  test('an exchange that is to be ignored is no longer waited for', () => {
    const before = runScenario(story({ binance: [ALWAYS], upbit: UNTIL_300 }, { until: 600 }));
    const settings = { rules: { price_feed: { ignore: ['upbit'] } } };
    const plot = story({ binance: [ALWAYS], upbit: UNTIL_300 }, { from: 615, known: before.known, settings });
    expect(linesOf(plot)).toEqual(['10:15 closed price_feed live:docker']);
  });

  test('can be set to wait for longer', () => {
    const settings = { rules: { price_feed: { after: '3m' } } };
    expect(linesOf(story({ binance: [ALWAYS], upbit: UNTIL_300 }, { settings }))).toEqual([`8:00 ${OPEN}`]);
  });

  test('names the exchanges, and how many others there are', () => {
    const plot = story({ binance: [ALWAYS], upbit: UNTIL_300, bithumb: [[-600, 310]] }, { until: 390 });
    const { deliveries, known } = runScenario(plot);
    const last = deliveries.findLast((each) => each.kind === 'incident');
    if (last?.kind !== 'incident') throw new Error('nothing was sent');
    const context = { now: last.detectedAt, deliveredLate: null };
    const text = messageText(
      incidentMessage(last.incident, context, { demo: false, currency: null, zone: 'UTC' }),
    );
    expect(text).toMatch(
      /has had no price from upbit, bithumb since .*, 2 of its 3 exchanges; others have prices/,
    );
    expect(known.targets[0]?.reasons.price_feed).toEqual({
      code: 'prices',
      exchanges: [
        { exchange: 'binance', ageMs: 0 },
        { exchange: 'bithumb', ageMs: 80_000 },
        { exchange: 'upbit', ageMs: 90_000 },
      ],
      afterMs: 60_000,
    });
  });
});
