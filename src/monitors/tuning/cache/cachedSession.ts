import type { TuningRecord } from '../../../state/tuning/records';
import type { SessionRef } from '../../../storage/botStore';
import { SessionProgress } from '../sessionProgress';

/** One session's records by their keys, so that each can change; or, once let go, only what they came to. */
export class CachedSession {
  private records: Map<string, TuningRecord> | null = new Map();
  private sum: SessionProgress | null;
  private isSealed = false;

  constructor(readonly session: SessionRef) {
    this.sum = new SessionProgress(session);
  }

  /** How many records are held. */
  get size(): number {
    return this.records?.size ?? 0;
  }

  get isEvicted(): boolean {
    return this.records === null;
  }

  put(key: string, record: TuningRecord): void {
    // What was counted cannot be taken out of a sum.
    if (this.records?.has(key)) this.sum = null;
    else this.sum?.add(record);
    this.records?.set(key, record);
  }

  remove(key: string): void {
    if (this.records?.delete(key)) this.sum = null;
  }

  progress(): SessionProgress {
    if (this.sum === null) {
      this.sum = new SessionProgress(this.session);
      for (const record of this.records?.values() ?? []) this.sum.add(record);
    }
    return this.sum;
  }

  /** Forgets the records, and returns their keys; further ones can still be put, and none can be removed. */
  evicted(): string[] {
    this.progress();
    const keys = [...(this.records?.keys() ?? [])];
    this.records = null;
    return keys;
  }

  /**
   * Once let go, with no record to come any more: keeps no more than what the records came to, and the jobs of `sibling`,
   * which may be of this session.
   */
  seal(sibling: CachedSession | null): void {
    if (this.records !== null || this.isSealed) return;
    this.sum = this.progress().summedUp(sibling?.progress() ?? null);
    this.isSealed = true;
  }
}
