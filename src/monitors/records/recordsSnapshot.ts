import type { Place } from '../../state/keys';
import type { Problem } from '../../state/problem';
import type { Execution, Order, Position, Price } from '../../state/records/records';

/** The newest records of a kind. */
export interface RecordList<T> {
  readonly items: readonly T[];
  /** How many there are in Redis, as far as is known; with those that hold something else. */
  readonly count: number;
  /** How many of these were not read, for there are too many. */
  readonly unread: number;
}

/** An exchange's price of a symbol; it is gone 60 s after it was last written. */
export interface PriceFeed {
  readonly exchange: string;
  readonly symbol: string;
  /** Null when nobody has written one for 60 s, or when its key holds something else than a hash. */
  readonly price: Price | null;
  readonly isUnreadable: boolean;
  /** When the bot last saw a price there, by its own clock. */
  readonly seenAt: Date;
}

/** What a trader has recorded of its trading, at one instant. */
export interface RecordsSnapshot extends Place {
  /** The largest loss first; those without a P&L behind the losses. */
  readonly positions: RecordList<Position>;
  /** The one that was written last first. */
  readonly orders: RecordList<Order>;
  readonly executions: RecordList<Execution>;
  /** By exchange and symbol. */
  readonly prices: readonly PriceFeed[];
  /** Until when every new record is known: now, or the last pass over all keys; null before the first one. */
  readonly knownUntil: Date | null;
  readonly timestamp: Date;
  readonly problems: readonly Problem[];
}
