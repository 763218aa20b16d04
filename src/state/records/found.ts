import type { Target } from '../keys';
import { epochOf, RECORD_KINDS, type RecordKey, type RecordKind } from './keys';

/** So many keys of one kind of one target are known by name: all of which a screen could tell. */
export const MAX_KEYS_A_KIND = 100;

/** The records of a target that a pass over all keys found. */
export interface FoundRecords {
  readonly target: Target;
  /** At most 100 of each kind: of executions the newest, of the others whichever came first. */
  readonly keys: readonly RecordKey[];
  /** How many there were of each kind; a little more where the pass came across a key twice. */
  readonly counts: Readonly<Record<RecordKind, number>>;
}

/** Collects the records of one target during a pass. */
export class RecordCollector {
  private readonly byKind = new Map<RecordKind, Map<string, RecordKey>>(
    RECORD_KINDS.map((kind) => [kind, new Map()]),
  );
  private readonly counts = { positions: 0, orders: 0, execution: 0, prices: 0 };

  constructor(private readonly target: Target) {}

  add(record: RecordKey): void {
    const keys = this.byKind.get(record.kind);
    if (keys === undefined || keys.has(record.key)) return;
    this.counts[record.kind] += 1;
    if (record.kind === 'execution') this.addExecution(keys, record);
    else if (keys.size < MAX_KEYS_A_KIND) keys.set(record.key, record);
  }

  found(): FoundRecords {
    const keys = [...this.byKind].flatMap(([kind, each]) =>
      kind === 'execution' ? newestOf(each.values()) : [...each.values()],
    );
    return { target: this.target, keys, counts: { ...this.counts } };
  }

  /** They are thinned now and then, for to look for the oldest at each of 100,000 would take too long. */
  private addExecution(keys: Map<string, RecordKey>, record: RecordKey): void {
    keys.set(record.key, record);
    if (keys.size < 4 * MAX_KEYS_A_KIND) return;
    const newest = newestOf(keys.values());
    keys.clear();
    for (const one of newest) keys.set(one.key, one);
  }
}

const newestOf = (records: Iterable<RecordKey>): RecordKey[] =>
  [...records].sort((a, b) => epochOf(b) - epochOf(a)).slice(0, MAX_KEYS_A_KIND);
