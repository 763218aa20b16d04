import type { Clock } from '../../lib/clock';
import { addMs } from '../../lib/time';
import type { Target } from '../../state/keys';
import { type RecordKey, type RecordKind, recordPrefix } from '../../state/records/keys';
import { readOrder, readPrice } from '../../state/records/records';
import type { StateStore } from '../../state/store';
import { FeedWatch } from './feedWatch';
import { OrderWatch } from './orderWatch';
import type { RecordKeys } from './recordKeys';
import type { RememberedRecords, WatchedRecords } from './watchedRecords';

const NONE: RememberedRecords = { orders: [], prices: [] };

/** What rules look at of one target's records: the orders that changed since the last check, and the newest prices. */
export class RecordWatcher {
  private readonly orders = new OrderWatch();
  private readonly feeds = new FeedWatch();

  /** One of its keys was written, was deleted, or has expired. */
  onChange(record: RecordKey, at: Date): void {
    if (record.kind === 'orders') this.orders.onChange(record, at);
  }

  /** A pass over all keys found these. */
  onFound(records: readonly RecordKey[]): void {
    for (const record of records) if (record.kind === 'orders') this.orders.onFound(record);
  }

  /** Reads them in one round trip, however many others there are. Throws StateUnavailableError. */
  async read(
    { store, clock }: { readonly store: StateStore; readonly clock: Clock },
    target: Target,
    keys: RecordKeys,
    remembered: RememberedRecords = NONE,
  ): Promise<WatchedRecords> {
    const named = (kind: RecordKind, names: readonly string[]): RecordKey[] =>
      names.map((name) => ({ kind, name, key: `${recordPrefix(target, kind)}${name}` }));
    for (const record of named('orders', remembered.orders)) this.orders.onFound(record);
    const feeds = new Map(
      [...keys.prices().map(({ record }) => record), ...named('prices', remembered.prices)].map((record) => [
        record.key,
        record,
      ]),
    );
    const taken = this.orders.take();
    try {
      const [orders, prices] = await Promise.all([
        Promise.all(taken.map(({ record }) => readOrder(store, record))),
        Promise.all([...feeds.values()].map((record) => readPrice(store, record))),
      ]);
      const now = clock.now();
      for (const [i, read] of orders.entries()) {
        const order = taken[i];
        if (order !== undefined) this.orders.apply(order, read, now);
      }
      for (const { record, value } of prices)
        if (value !== null) keys.priceSeen(record, addMs(now, -(value.ageMs ?? 0)));
      return { orders: this.orders.list(), feeds: this.feeds.apply(prices, now) };
    } catch (error) {
      this.orders.putBack(taken);
      throw error;
    }
  }
}
