import type { OrderStatus } from '../../../../src/state/records/records';
import { bold, line, literal, type TextSpan, time } from '../../../blockKit/blocks';
import { count } from '../../numbers';
import { duration, pluralize } from '../units';

const STATUS = {
  pending: 'pending',
  partially_filled: 'partially filled',
  filled: 'filled',
  cancelled: 'cancelled',
  rejected: 'rejected',
} satisfies Record<OrderStatus, string>;

/** What traders record of their trading: positions, orders, executions, prices. */
export const records = {
  /** `live docker: 2 positions · REAL MONEY`. */
  heading: (name: string, positions: string, labels: readonly string[]) =>
    [`${name}: ${positions}`, ...labels].join(' · '),
  allHeading: 'Positions of all traders',
  positions: (n: number) => pluralize(n, 'position'),
  positionsNotReported: 'positions not reported',

  /** What a position is: `buy 0.05, entered at 50,100,000, now 50,350,000`. */
  position: (side: TextSpan, size: string, entry: string, now: string): TextSpan[] =>
    line`${side} ${size}, entered at ${entry}, now ${now}`,
  /** `BTC_KRW: P&L −3,000.00 KRW (−0.5 %)`. */
  positionHead: (symbol: TextSpan, pnl: string): TextSpan[] => line`${symbol}: ${bold(`P&L ${pnl}`)}`,
  written: (ageMs: number | null) =>
    ageMs === null ? 'written at an unknown time' : `written ${duration(ageMs)} ago`,
  morePositions: (n: number) => `… and ${count(n)} more; below as many as fit.`,
  columns: {
    symbol: 'Symbol',
    side: 'Side',
    size: 'Size',
    entry: 'Entry',
    now: 'Price now',
    pnl: 'P&L',
    pnlShare: 'P&L in %',
    written: 'Written',
  },
  tableOfPositions: 'Positions, the largest loss first',

  /** Of a trader that reports no position, what else tells whether it holds something. */
  noPositions: {
    explained: 'Positions are not reported: the traders of today write none.',
    portfolio: (value: string, utilization: string | null, ageMs: number | null) =>
      `Its portfolio has ${value} in positions${utilization === null ? '' : `, utilization ${utilization}`}${ageMs === null ? '' : ` (written ${duration(ageMs)} ago)`}.`,
    metrics: (n: string) => `By its metrics, it has ${n} open.`,
    nothingElse: 'Nothing else in Redis tells whether it holds something.',
    heading: 'No trader writes its positions',
  },

  seeDocs: (place: TextSpan): TextSpan[] => line`See ${place}.`,

  ordersTitle: 'Orders of the last 24 hours',
  executionsTitle: 'Executions of the last 24 hours',
  /** `filled: sell 1 KRW-BTC at 50,000,000 on upbit`. */
  order: (
    status: TextSpan,
    side: TextSpan,
    size: string,
    symbol: TextSpan,
    price: string,
    exchange: TextSpan,
  ): TextSpan[] => line`${status}: ${side} ${size} ${symbol} at ${price} on ${exchange}`,
  orderStatus: STATUS,
  filledPart: (status: string, filled: string, of: string) => `${status}, ${filled} of ${of}`,
  needsLook: (status: string): TextSpan => bold(`⚠️ ${status}`),
  execution: (
    symbol: TextSpan,
    pnl: string,
    fees: string,
    size: string,
    bought: string,
    sold: string,
  ): TextSpan[] =>
    line`${symbol}: estimated ${pnl} after fees of ${fees}; ${size} bought at ${bought}, sold at ${sold}`,
  estimated: 'P&L of executions is estimated by the trader, from the prices it asked for.',
  noOrders: 'Orders and executions are not reported: traders write them only while they send real orders.',
  noneOf: { orders: 'No order.', executions: 'No execution.' },
  more: (n: number) => `… and ${count(n)} more.`,
  /** More than can be read: these are not all that there are. */
  notAllRead: (what: 'orders' | 'executions' | 'positions', n: number) =>
    `About ${count(n)} ${what} in Redis, of which those written last since the bot follows them were read, and some others.`,

  pricesOf: (exchange: string) => `Prices of ${exchange}`,
  noPrices: 'Prices are not reported.',
  feed: (symbol: TextSpan, bid: string, ask: string, ageMs: number | null): TextSpan[] =>
    line`${symbol}: bid ${bid}, ask ${ask} (${ageMs === null ? 'of unknown age' : `${duration(ageMs)} old`})`,
  feedGone: (symbol: TextSpan, at: Date): TextSpan[] =>
    line`${symbol}: ${bold('⚠️ no price for 60 s or longer')}, last seen ${time(at)}`,
  feedWrong: (symbol: TextSpan): TextSpan[] => line`${symbol}: price not understood`,
  moreFeeds: (n: number) => `… and ${pluralize(n, 'more price')}.`,

  mayBeMissing: (at: Date): TextSpan[] =>
    line`New positions and orders since ${time(at)} may be missing: Redis does not tell the bot of changes.`,
  stillLooking: 'The bot has just started, and still looks through Redis for records. Ask again in a minute.',
  nothingRecorded: 'No trader has recorded positions, orders, executions or prices.',
  askFor: (command: string): TextSpan[] => line`All of one trader: ${literal(command)}`,

  /* For a notification, in plain sentences. */
  spoken: {
    positions: (name: string, n: string, worst: string | null) =>
      `${name} has ${n}${worst === null ? '' : `; the largest loss is ${worst}`}.`,
    noLoss: (name: string, n: string) => `${name} has ${n}, none at a loss.`,
    notReported: (name: string) => `${name} reports no positions.`,
    loss: (symbol: string, pnl: string) => `${symbol} with ${pnl}`,
    badOrders: (n: number) => `${pluralize(n, 'order')} rejected or partially filled.`,
    goneFeeds: (names: string) => `No price of ${names} for 60 s or longer.`,
  },
  overview: {
    counts: (orders: number, executions: number) =>
      `${pluralize(orders, 'order')} and ${pluralize(executions, 'execution')} in the last 24 hours`,
    exchange: (exchange: string, ok: number, gone: number) =>
      gone === 0
        ? `${exchange} ${pluralize(ok, 'price')}`
        : `${exchange} ${gone} of ${pluralize(ok + gone, 'price')} gone`,
  },
};
