import { eventMessage } from '../../formatters';
import type { ProblemOrder } from '../../src/monitors/records/watchedRecords';
import { messageText } from '../helpers/messageText';
import { runScenario, type Scenario } from '../helpers/scenario';
import { ALWAYS, realTrader } from '../helpers/traders';
import { partial, recordsOf, rejected } from '../helpers/watchedRecords';

type Steps = readonly (readonly [from: number, orders: readonly ProblemOrder[] | null])[];

/** What a check finds from each second on; null where the records cannot be read. */
const story = (steps: Steps, change: Partial<Scenario> = {}): Scenario => ({
  traders: [realTrader('live:docker', [ALWAYS])],
  until: 900,
  records: (t) => {
    const orders = steps.findLast(([from]) => from <= t)?.[1] ?? null;
    return orders === null ? undefined : recordsOf('live:docker', { orders });
  },
  ...change,
});

/** When each message came, and which orders it names. */
const reports = (plot: Scenario) => {
  const { deliveries, decisions } = runScenario(plot);
  const events = deliveries.flatMap((each) => (each.kind === 'event' ? [each.event] : []));
  expect(decisions.length).toBeGreaterThan(0);
  return events.map(({ at, details }) => {
    const ids = [1, 2, 3, 4, 5].flatMap((n) => details[`id${n}`] ?? []).join('+');
    return `${(at.getTime() - Date.UTC(2026, 10, 22, 3)) / 1000} ${ids}`;
  });
};

const textOf = (orders: readonly ProblemOrder[], until = 900) => {
  const [sent] = runScenario(
    story(
      [
        [0, []],
        [300, orders],
      ],
      { until },
    ),
  ).deliveries;
  if (sent?.kind !== 'event') throw new Error('nothing was sent');
  const context = { now: sent.detectedAt, deliveredLate: null };
  return messageText(eventMessage(sent.event, context, { demo: false, currency: null, zone: 'UTC' }));
};

test.each<[string, Steps, string[]]>([
  [
    'An order that was rejected is reported once',
    [
      [0, []],
      [300, [rejected('a', 299)]],
    ],
    ['300 a'],
  ],
  [
    'An order that was rejected before the trader was watched is not reported',
    [[0, [rejected('a', -60)]]],
    [],
  ],
  [
    'An order of which nothing tells when it was written is not reported',
    [
      [0, []],
      [300, [rejected('a', null)]],
    ],
    [],
  ],
  [
    'An order that is filled in part is reported once nothing more was filled for 30 s',
    [
      [0, []],
      [300, [partial('a', 299)]],
    ],
    ['329 a'],
  ],
  [
    'An order that is filled to the end meanwhile is not reported',
    [
      [0, []],
      [300, [partial('a', 299)]],
      [315, []],
    ],
    [],
  ],
  [
    'An order that is filled in part and then rejected is reported once',
    [
      [0, []],
      [300, [partial('a', 299)]],
      [390, [rejected('a', 389)]],
    ],
    ['329 a'],
  ],
  [
    'Of many orders the first is reported at once and the others together after 5 min',
    [
      [0, []],
      [300, [rejected('a', 299)]],
      [315, [rejected('a', 299), rejected('b', 310)]],
      [330, [rejected('a', 299), rejected('b', 310), rejected('c', 329)]],
    ],
    ['300 a', '600 b'],
  ],
  [
    'An order that is written while nothing can be read is reported afterwards',
    [
      [0, []],
      [300, null],
      [400, [rejected('a', 350)]],
    ],
    ['405 a'],
  ],
  [
    'An order that cannot be read any more once it is reported is not reported again when it can',
    [
      [0, []],
      [300, [rejected('a', 299)]],
      [330, []],
      [700, [rejected('a', 299)]],
    ],
    ['300 a'],
  ],
])('%s', (_, steps, expected) => {
  expect(reports(story(steps, { atDeadlines: true }))).toEqual(expected);
});

test('An order that was rejected while no instance was running is reported by the next one', () => {
  const steps: Steps = [
    [0, []],
    [300, [rejected('a', 290)]],
  ];
  expect(reports(story(steps, { botAway: [[200, 600]] }))).toEqual(['600 a']);
});

test('Redis losing its data neither repeats a report nor hides the next order', () => {
  const steps: Steps = [
    [0, []],
    [300, [rejected('a', 299)]],
    [400, []],
    [650, [rejected('b', 649), rejected('a', 299)]],
  ];
  expect(reports(story(steps, { losesAt: 400 }))).toEqual(['300 a', '660 b']);
});

test('Of two instances that see different orders, the second reports what the first has not', () => {
  const from = (orders: readonly ProblemOrder[], t: number, known: Scenario['known'] = null) =>
    runScenario(story([[0, orders]], { from: t, until: t, known }));
  const first = from([], 285);
  const second = from([rejected('a', 299)], 300, first.known);
  const third = from([rejected('a', 299), rejected('b', 302)], 315, second.known);
  const last = from([rejected('b', 302)], 615, third.known);
  const reported = [second, third, last].map(({ lines }) =>
    lines.filter((line) => line.includes('order_problem')),
  );
  expect(reported).toEqual([[expect.stringContaining('id1=a')], [], [expect.stringContaining('id1=b')]]);
});

test('Hundreds of rejections are two messages, however many are remembered by name', () => {
  const orders = Array.from({ length: 500 }, (_, i) => rejected(`o${i}`, 301 + i / 100));
  const plot = story([
    [0, []],
    [300, [rejected('a', 299)]],
    [315, orders],
  ]);
  expect(reports(plot)).toEqual(['300 a', '600 o0']);
});

test('The message names symbol, side and exchange, and how much was filled', () => {
  expect(textOf([rejected('a', 299)])).toMatch(
    /Order rejected: live docker.*has an order that was rejected: sell KRW-BTC on upbit, /s,
  );
  expect(textOf([partial('a', 260)])).toContain('filled in part: sell KRW-BTC on upbit (0.4 of 1)');
});

test('What an order does not report is said to be not reported, and its id is named instead', () => {
  const order = rejected('id-7', 299, { exchange: null, side: null });
  expect(textOf([order])).toMatch(
    /side not reported, KRW-BTC on an exchange that is not reported, .*, order id-7/,
  );
});

test('Orders that are alike are named once, with how many they are', () => {
  const orders = [...Array.from({ length: 6 }, (_, i) => rejected(`o${i}`, 290 + i)), partial('p', 260)];
  expect(textOf(orders)).toMatch(
    /Orders: 6 rejected and 1 filled in part.*has 7 orders with a problem: filled in part: sell KRW-BTC on upbit \(0.4 of 1\), .*; rejected: 6 orders to sell KRW-BTC on upbit, the first /s,
  );
});

test('Of more than five kinds of orders the others are counted', () => {
  const orders = Array.from({ length: 8 }, (_, i) => rejected(`o${i}`, 290 + i, { symbol: `S${i}` }));
  expect(textOf(orders)).toMatch(/has 8 orders with a problem: .* S4 .*; and 3 more/s);
});

test('/arb-alerts why says how many orders are known, and when the last message came', () => {
  const { known } = runScenario(
    story([
      [0, []],
      [300, [rejected('a', 299)]],
    ]),
  );
  expect(known.targets[0]?.reasons.order_problem).toMatchObject({
    ...{ found: 1, reported: 1, reportedAt: expect.any(Date), heldBack: 0, waiting: 0 },
  });
});
