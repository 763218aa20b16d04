import type { TuningRecord } from '../../../state/tuning/records';
import type { SessionRef } from '../../../storage/botStore';
import { SessionProgress } from '../sessionProgress';

/** One session's records by their keys, so that each can change; once evicted, only their aggregate. */
export class CachedSession {
  private records: Map<string, TuningRecord> | null = new Map();
  /** Null until it is computed anew. */
  private aggregate: SessionProgress | null;

  constructor(readonly session: SessionRef) {
    this.aggregate = new SessionProgress(session);
  }

  /** The number of records that are cached. */
  get size(): number {
    return this.records?.size ?? 0;
  }

  get isEvicted(): boolean {
    return this.records === null;
  }

  put(key: string, record: TuningRecord): void {
    // What was counted cannot be taken out of an aggregate.
    if (this.records?.has(key)) this.aggregate = null;
    else this.aggregate?.add(record);
    this.records?.set(key, record);
  }

  remove(key: string): void {
    if (this.records?.delete(key)) this.aggregate = null;
  }

  progress(): SessionProgress {
    if (this.aggregate === null) {
      this.aggregate = new SessionProgress(this.session);
      for (const record of this.records?.values() ?? []) this.aggregate.add(record);
    }
    return this.aggregate;
  }

  /** Drops the records, and returns their keys. Further ones can still be put, and none can be removed. */
  evict(): string[] {
    this.progress();
    const keys = [...(this.records?.keys() ?? [])];
    this.records = null;
    return keys;
  }

  /** Once evicted, when no record is to come: keeps no more than the aggregate, with the jobs of `sibling`. */
  freeze(sibling: CachedSession | null): void {
    this.aggregate = this.progress().toAggregate(sibling?.progress() ?? null);
  }
}
