import type { OrderStatus } from '../../state/records/records';

/** An order that was rejected, or filled in part. Null is "not reported", or "not understood". */
export interface ProblemOrder {
  readonly id: string;
  readonly status: Extract<OrderStatus, 'rejected' | 'partially_filled'>;
  readonly exchange: string | null;
  readonly symbol: string | null;
  readonly side: string | null;
  readonly quantity: number | null;
  readonly filledQuantity: number | null;
  /** When its status was written, by our clock; null where nothing tells. */
  readonly writtenAt: Date | null;
}

/** The last price of a symbol on an exchange. */
export interface WatchedFeed {
  readonly exchange: string;
  readonly symbol: string;
  /** `unreadable`: its key holds something else than a price. */
  readonly state: 'there' | 'gone' | 'unreadable';
  /** When it was last written, by our clock; null where nothing tells. */
  readonly writtenAt: Date | null;
}

/** What rules look at of a trader's records. */
export interface WatchedRecords {
  readonly orders: readonly ProblemOrder[];
  readonly feeds: readonly WatchedFeed[];
}

/** Records that are read whether or not this instance has come across them: by what follows their kind in the key. */
export interface RememberedRecords {
  readonly orders: readonly string[];
  readonly prices: readonly string[];
}
