import type { ProblemOrder, WatchedFeed, WatchedRecords } from '../../src/monitors/records/watchedRecords';
import { second } from './traders';

/** What a check has read of the records of one target. */
export const recordsOf = (target: string, records: Partial<WatchedRecords>) =>
  new Map([[target, { orders: [], feeds: [], ...records }]]);

/** An order that was rejected at that second. */
export const rejected = (
  id: string,
  at: number | null,
  change: Partial<ProblemOrder> = {},
): ProblemOrder => ({
  ...{ id, status: 'rejected', exchange: 'upbit', symbol: 'KRW-BTC', side: 'sell' },
  ...{ quantity: 1, filledQuantity: 0, writtenAt: at === null ? null : second(at) },
  ...change,
});

/** One of which 0.4 of 1 was filled then. */
export const partial = (id: string, at: number | null): ProblemOrder =>
  rejected(id, at, { status: 'partially_filled', filledQuantity: 0.4 });

/** A price that was written at that second; null where nothing tells when. */
export const feed = (exchange: string, at: number | null, symbol = 'BTC'): WatchedFeed => ({
  ...{ exchange, symbol, state: 'there' },
  writtenAt: at === null ? null : second(at),
});

export const gone = (exchange: string, symbol = 'BTC'): WatchedFeed => ({
  ...{ exchange, symbol, state: 'gone', writtenAt: null },
});
