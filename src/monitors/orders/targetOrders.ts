import { REAL_ORDER_TTL_MS } from '../../state/orders/keys';
import type { RealOrderRead } from '../../state/orders/records';

/** Of the keys that change, so many of one target wait to be read: the newest. */
const HEARD_KEPT = 20;
/** So many keys of one target are known by what stood in them. */
const STAMPS_KEPT = 200;

/** What is known of the real orders of one live target. */
export class TargetOrders {
  private newestAt: Date | null = null;
  private hasUndated = false;
  private hasMissed = false;
  private heard = new Map<string, Date>();
  private readonly stamps = new Map<string, string>();

  /** When the newest order or execution was written, by our clock; null when that is not known of any. */
  get lastAt(): Date | null {
    return this.newestAt;
  }

  /** True when there was an order or execution of which nothing tells when it was written. */
  get isUndated(): boolean {
    return this.hasUndated;
  }

  /** One of its keys has changed: was written, deleted, or has expired. */
  hear(key: string, at: Date): void {
    this.heard.delete(key);
    this.heard.set(key, at);
    if (this.heard.size <= HEARD_KEPT) return;
    const [oldest] = this.heard.keys();
    if (oldest !== undefined) this.heard.delete(oldest);
    this.hasMissed = true;
  }

  /** The changed keys that are to be read now, each with when that was heard. */
  takeHeard(): ReadonlyMap<string, Date> {
    const { heard } = this;
    this.heard = new Map();
    return heard;
  }

  /** Takes back what could not be read. */
  giveBack(heard: ReadonlyMap<string, Date>): void {
    const newer = this.heard;
    this.heard = new Map(heard);
    for (const [key, at] of newer) this.hear(key, at);
  }

  /**
   * Takes what was read of changed keys; true when more keys had changed than were kept and all that were kept have gone:
   * then an order may be among the others.
   */
  changed(reads: readonly RealOrderRead[], heardAt: ReadonlyMap<string, Date>, now: Date): boolean {
    for (const read of reads) {
      const at = heardAt.get(read.key) ?? now;
      if (!read.isThere) this.stamps.delete(read.key);
      // Only its end was changed.
      else if (this.stamps.get(read.key) === read.stamp) continue;
      // Known before, it has been written again. Else its TTL tells more than that it changed: old keys are copied, too.
      else if (this.stamps.has(read.key)) this.written(read, at);
      else this.written(read, writtenAt(read, now) ?? at);
    }
    const mayBeAmongOthers = this.hasMissed && reads.every(({ isThere }) => !isThere);
    this.hasMissed = false;
    return mayBeAmongOthers;
  }

  /** Takes a key that a pass over all keys found: only its TTL tells when it was written. */
  found(read: RealOrderRead, now: Date): void {
    // What stands there was taken before: its TTL may have been changed by hand since.
    if (!read.isThere || this.stamps.get(read.key) === read.stamp) return;
    const at = writtenAt(read, now);
    if (at === null && !this.stamps.has(read.key)) this.hasUndated = true;
    this.written(read, at);
  }

  private written({ key, stamp }: RealOrderRead, at: Date | null): void {
    if (at !== null && (this.newestAt === null || at > this.newestAt)) this.newestAt = at;
    this.stamps.delete(key);
    this.stamps.set(key, stamp);
    const [oldest] = this.stamps.keys();
    if (this.stamps.size > STAMPS_KEPT && oldest !== undefined) this.stamps.delete(oldest);
  }
}

/** When its TTL says that it was written, by our clock; null for one without a TTL or with a longer one than traders give. */
const writtenAt = ({ ttlMs }: RealOrderRead, now: Date): Date | null =>
  ttlMs === null || ttlMs > REAL_ORDER_TTL_MS ? null : new Date(now.getTime() - (REAL_ORDER_TTL_MS - ttlMs));
