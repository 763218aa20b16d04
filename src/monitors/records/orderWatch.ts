import { addMs } from '../../lib/time';
import type { RecordKey } from '../../state/records/keys';
import type { RecordRead } from '../../state/records/readRecord';
import type { Order } from '../../state/records/records';
import type { ProblemOrder } from './watchedRecords';

export interface UnreadOrder {
  readonly record: RecordKey;
  /** When Redis said that it changed; null where a pass found it. */
  readonly changedAt: Date | null;
}

/** So many are read at each check; the others at the next. */
const MAX_READS = 500;
/** More that changed are not remembered: the oldest are left out. */
const MAX_UNREAD = 20_000;
const MAX_PROBLEMS = 500;
/** In characters: what people name things is free text. */
const MAX_LENGTH = 200;

/** Which orders of one target were rejected or filled in part: only those that changed are read, each once. */
export class OrderWatch {
  private readonly unread = new Map<string, UnreadOrder>();
  private readonly problems = new Map<string, ProblemOrder>();

  onChange(record: RecordKey, at: Date): void {
    this.unread.delete(record.key);
    this.add({ record, changedAt: at });
  }

  /** A pass found it, or somebody remembers it. */
  onFound(record: RecordKey): void {
    if (!this.unread.has(record.key)) this.add({ record, changedAt: null });
  }

  /** Those to be read now, which are not unread any more. */
  take(): readonly UnreadOrder[] {
    const taken = [...this.unread.values()].slice(0, MAX_READS);
    for (const { record } of taken) this.unread.delete(record.key);
    return taken;
  }

  /** They could not be read. */
  putBack(taken: readonly UnreadOrder[]): void {
    for (const each of taken) if (!this.unread.has(each.record.key)) this.add(each);
  }

  apply({ record: { key }, changedAt }: UnreadOrder, { value }: RecordRead<Order>, now: Date): void {
    const before = this.problems.get(key);
    this.problems.delete(key);
    const problem = value && problemOf(value, now, changedAt ?? before?.writtenAt ?? null);
    if (problem === null) return;
    this.problems.set(key, problem);
    if (this.problems.size > MAX_PROBLEMS) this.problems.delete(this.problems.keys().next().value ?? '');
  }

  /** As they were when they were last read, those that were read last at the end. */
  list(): readonly ProblemOrder[] {
    return [...this.problems.values()];
  }

  private add(order: UnreadOrder): void {
    this.unread.set(order.record.key, order);
    if (this.unread.size > MAX_UNREAD) this.unread.delete(this.unread.keys().next().value ?? '');
  }
}

function problemOf(order: Order, now: Date, changedAt: Date | null): ProblemOrder | null {
  const { id, status, exchange, symbol, side, quantity, filledQuantity, ageMs } = order;
  if (status !== 'rejected' && status !== 'partially_filled') return null;
  return {
    id: id.slice(0, MAX_LENGTH),
    status,
    exchange: shortened(exchange),
    symbol: shortened(symbol),
    side: shortened(side),
    quantity,
    filledQuantity,
    writtenAt: ageMs === null ? changedAt : addMs(now, -ageMs),
  };
}

const shortened = (text: string | null): string | null => text?.slice(0, MAX_LENGTH) ?? null;
