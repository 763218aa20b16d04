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

/** What traders record of their trading: positions, orders, executions, prices. Names from outside are safe on one line. */
export const records = {
  /** `live docker: 2 positions · REAL MONEY`. */
  heading: (name: string, positions: string, labels: readonly string[]) =>
    [`${name}: ${positions}`, ...labels].join(' · '),
  allHeading: 'Positions of all traders',
  positions: (n: number) => pluralize(n, 'position'),
  positionsNotReported: 'positions not reported',
  positionsNotKnown: 'positions not known yet',
  written: (ageMs: number | null) => (ageMs === null ? 'at an unknown time' : `${duration(ageMs)} ago`),

  /** In front of "not reported" and "not understood". */
  labels: {
    side: 'side',
    size: 'size',
    price: 'price',
    status: 'status',
    symbol: 'symbol',
    exchange: 'exchange',
  },

  /** `BTC_KRW: P&L −3,000.00 KRW (−0.5 %)`. */
  positionHead: (symbol: string, pnl: string): TextSpan[] => line`${bold(`${symbol}: P&L ${pnl}`)}`,
  position: (side: string, size: string, entry: string, now: string, written: string) =>
    `${side} ${size} at ${entry}, now ${now} · ${written}`,
  noneUnderstood: 'None of its positions could be understood.',
  morePositions: (n: number) => `… and ${count(n)} more; below as many as fit.`,
  tableOfPositions: 'Positions, the largest loss first',
  columns: {
    symbol: 'Symbol',
    pnl: 'P&L',
    pnlShare: 'P&L in %',
    side: 'Side',
    size: 'Size',
    entry: 'Entry',
    now: 'Price now',
    written: 'Written',
  },

  /** Of a trader that reports no position, what else tells whether it holds something. */
  noPositions: {
    explained: (place: TextSpan): TextSpan[] =>
      line`Positions are not reported: the traders of today write none. See ${place}.`,
    portfolio: (value: string, utilization: string | null, ageMs: number | null) =>
      `Its portfolio has ${value} in positions${utilization === null ? '' : `, utilization ${utilization}`}${ageMs === null ? '' : ` (written ${duration(ageMs)} ago)`}.`,
    metrics: (n: string) => `By its metrics, it has ${n} open.`,
    nothingElse: 'Nothing else in Redis tells whether it holds something.',
    heading: 'No trader writes its positions',
  },

  /** `Orders in 24 h: 94, 5 of them rejected or partially filled`. */
  ordersTitle: (n: number, bad: number) =>
    `Orders in 24 h: ${count(n)}${bad === 0 ? '' : `, ${count(bad)} rejected or partially filled`}`,
  orderStatus: STATUS,
  filledPart: (status: string, filled: string, of: string) => `${status}, ${filled} of ${of}`,
  badStatus: (status: string): TextSpan => bold(`⚠️ ${status}`),
  /** `filled: sell 1 KRW-BTC at 50,000,000 on upbit · 2 min ago`. */
  order: (status: TextSpan, what: string, written: string): TextSpan[] =>
    line`${status}: ${what} · ${written}`,
  orderOf: (side: string, size: string, symbol: string, price: string, exchange: string) =>
    `${side} ${size} ${symbol} at ${price} on ${exchange}`,
  executionsTitle: (n: number) => `Executions in 24 h: ${count(n)}, with the trader's own estimate of P&L`,
  execution: (symbol: string, pnl: string, size: string, bought: string, sold: string, written: string) =>
    `${symbol}: estimated ${pnl} · ${size}, ${bought} → ${sold} · ${written}`,
  noOrders: 'Orders and executions are not reported: traders write them only while they send real orders.',
  noneOf: { orders: 'No order in 24 h.', executions: 'No execution in 24 h.' },
  notAllRead: (n: number) =>
    `Of about ${count(n)} orders in Redis, those that were written last since the bot follows them were read, and some others.`,

  pricesTitle: 'Prices (bid / ask)',
  noPrices: 'Prices are not reported.',
  feed: (name: string, bid: string, ask: string, ageMs: number | null) =>
    `${name}: ${bid} / ${ask}, ${ageMs === null ? 'of unknown age' : `${duration(ageMs)} old`}`,
  feedGone: (name: string, at: Date): TextSpan[] =>
    line`${bold(`⚠️ ${name}: no price for 60 s or longer`)}, last seen ${time(at)}`,
  feedWrong: (name: string) => `${name}: price not understood`,
  moreFeeds: (n: number) => `… and ${pluralize(n, 'more price')}.`,

  mayBeMissing: (at: Date): TextSpan[] =>
    line`New positions and orders since ${time(at)} may be missing: the bot does not hear of all changes yet.`,
  stillLooking: 'The bot has just started, and still looks through Redis for records. Ask again in a minute.',
  nothingRecorded: 'No trader has recorded positions, orders, executions or prices.',
  askFor: (command: string): TextSpan[] => line`All of one trader: ${literal(command)}`,

  /* For a notification, in plain sentences. */
  spoken: {
    positions: (name: string, n: string, worst: string | null) =>
      `${name} has ${n}${worst === null ? '' : `; the largest loss is ${worst}`}.`,
    noLoss: (name: string, n: string) => `${name} has ${n}, none at a loss.`,
    notReported: (name: string) => `${name} reports no positions.`,
    notKnown: (name: string) => `What ${name} holds is not known yet: the bot has just started.`,
    loss: (symbol: string, pnl: string) => `${symbol} with ${pnl}`,
    badOrders: (n: number) => `${pluralize(n, 'order')} rejected or partially filled in 24 h.`,
    goneFeeds: (names: string) => `No price of ${names} for 60 s or longer.`,
  },
  overview: {
    counts: (orders: number, executions: number) =>
      `${pluralize(orders, 'order')} and ${pluralize(executions, 'execution')} in 24 h`,
    exchange: (exchange: string, ok: number, gone: number) =>
      gone === 0
        ? `${exchange} ${pluralize(ok, 'price')}`
        : `${exchange} ${count(gone)} of ${pluralize(ok + gone, 'price')} gone`,
  },
};
