import type { Clock } from '../../lib/clock';
import { addMs } from '../../lib/time';
import type { Place } from '../../state/keys';
import type { RecordKey } from '../../state/records/keys';
import type { RecordBase, RecordRead } from '../../state/records/readRecord';
import {
  feedOf,
  type Position,
  readExecution,
  readOrder,
  readPosition,
  readPrice,
} from '../../state/records/records';
import type { StateStore } from '../../state/store';
import type { RecordKeys } from './recordKeys';
import type { PriceFeed, RecordList, RecordsSnapshot } from './recordsSnapshot';

/** A snapshot, and the keys that were read for it. */
interface Taken {
  readonly snapshot: Omit<RecordsSnapshot, 'knownUntil'>;
  readonly keys: ReadonlySet<string>;
}

/** Reads all records whose keys are known, in one round trip, and forgets those that have gone. Throws StateUnavailableError. */
export async function takeSnapshot(
  { store, clock }: { readonly store: StateStore; readonly clock: Clock },
  place: Place,
  known: RecordKeys,
): Promise<Taken> {
  const readAll = <T>(keys: readonly RecordKey[], read: (store: StateStore, key: RecordKey) => Promise<T>) =>
    Promise.all(keys.map((key) => read(store, key)));
  const feeds = known.prices();
  const [positions, orders, executions, prices] = await Promise.all([
    readAll(known.of('positions'), readPosition),
    readAll(known.of('orders'), readOrder),
    readAll(known.of('execution'), readExecution),
    Promise.all(feeds.map(({ record }) => readPrice(store, record))),
  ]);
  const now = clock.now();
  const all: readonly RecordRead<RecordBase>[] = [...positions, ...orders, ...executions];
  for (const { record, value, problems } of all)
    if (value === null && problems.length === 0) known.forget(record);
  for (const { record, value } of prices)
    if (value !== null) known.priceSeen(record, addMs(now, -(value.ageMs ?? 0)));
  return {
    keys: new Set(all.map(({ record }) => record.key)),
    snapshot: {
      ...place,
      positions: listed(positions, known.count('positions'), bySeverity),
      orders: listed(orders, known.count('orders'), byTime),
      executions: listed(executions, known.count('execution'), byTime),
      prices: prices
        .map(
          ({ record, value, problems }, i): PriceFeed => ({
            ...feedOf(record),
            price: value,
            isUnreadable: value === null && problems.length > 0,
            seenAt: feeds[i]?.seenAt ?? now,
          }),
        )
        .sort((a, b) => compareText(a.exchange, b.exchange) || compareText(a.symbol, b.symbol)),
      timestamp: now,
      problems: [...all, ...prices].flatMap(({ problems }) => problems),
    },
  };
}

function listed<T extends RecordBase>(
  reads: readonly RecordRead<T>[],
  count: number,
  compare: (a: T, b: T) => number,
): RecordList<T> {
  const items = reads.flatMap(({ value }) => (value === null ? [] : [value])).sort(compare);
  return { items, count, unread: Math.max(0, count - reads.length) };
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The newest first, by the trader's own time; one without a time last. */
const byTime = (a: RecordBase, b: RecordBase): number => (b.at?.getTime() ?? 0) - (a.at?.getTime() ?? 0);

/** The largest loss first; where P&L is not known or the same, the largest position. */
const bySeverity = (a: Position, b: Position): number =>
  (a.pnl ?? 0) - (b.pnl ?? 0) || sizeOf(b) - sizeOf(a) || compareText(a.symbol, b.symbol);

const sizeOf = ({ quantity, currentPrice, entryPrice }: Position): number =>
  Math.abs(
    (quantity ?? Number.POSITIVE_INFINITY) * (currentPrice ?? entryPrice ?? Number.POSITIVE_INFINITY),
  ) || 0;
