import { REAL_ORDER_TTL_MS } from '../../state/orders/keys';
import type { RealOrderRead } from '../../state/orders/records';

/** Of the keys that change, so many of one target wait to be read: the newest. */
const MAX_CHANGED_KEYS = 20;
/** So many keys of one target are known by what stood in them. */
const MAX_STAMPS = 200;

/** What is known of the real orders of one live target. */
export class TargetOrders {
  private newestAt: Date | null = null;
  private hasUndated = false;
  private hasDropped = false;
  private changed = new Map<string, Date>();
  private readonly stamps = new Map<string, string>();

  /** When the newest order or execution was written, by our clock; null when that is not known of any. */
  get lastAt(): Date | null {
    return this.newestAt;
  }

  /** True when there was an order or execution of which nothing tells when it was written. */
  get isUndated(): boolean {
    return this.hasUndated;
  }

  /** One of its keys was written, was deleted, or has expired. */
  onChange(key: string, at: Date): void {
    this.changed.delete(key);
    this.changed.set(key, at);
    if (this.changed.size > MAX_CHANGED_KEYS && deleteOldest(this.changed)) this.hasDropped = true;
  }

  /** The changed keys that are to be read now, each with when it changed. */
  takeChanged(): ReadonlyMap<string, Date> {
    const { changed } = this;
    this.changed = new Map();
    return changed;
  }

  /** Puts back what could not be read. */
  putBack(changed: ReadonlyMap<string, Date>): void {
    const newer = this.changed;
    this.changed = new Map(changed);
    for (const [key, at] of newer) this.onChange(key, at);
  }

  /**
   * Takes what was read of changed keys. True when more keys had changed than were kept, and all that were kept have gone:
   * then an order may be among the others.
   */
  applyChanged(reads: readonly RealOrderRead[], changedAt: ReadonlyMap<string, Date>, now: Date): boolean {
    for (const read of reads) {
      const at = changedAt.get(read.key) ?? now;
      if (!read.isThere) this.stamps.delete(read.key);
      // Only its expiry has changed.
      else if (this.stamps.get(read.key) === read.stamp) continue;
      // A known key was written again. Of any other, its TTL tells more than the change does: old keys are copied, too.
      else this.recordWrite(read, this.stamps.has(read.key) ? at : (writtenAt(read, now) ?? at));
    }
    const mayBeAmongOthers = this.hasDropped && reads.every(({ isThere }) => !isThere);
    this.hasDropped = false;
    return mayBeAmongOthers;
  }

  /** Takes a key that a pass over all keys found: only its TTL tells when it was written. */
  applyFound(read: RealOrderRead, now: Date): void {
    // What stands there was taken before: its TTL may have been changed by hand since.
    if (!read.isThere || this.stamps.get(read.key) === read.stamp) return;
    const at = writtenAt(read, now);
    if (at === null && !this.stamps.has(read.key)) this.hasUndated = true;
    this.recordWrite(read, at);
  }

  private recordWrite({ key, stamp }: RealOrderRead, at: Date | null): void {
    if (at !== null && (this.newestAt === null || at > this.newestAt)) this.newestAt = at;
    this.stamps.delete(key);
    this.stamps.set(key, stamp);
    if (this.stamps.size > MAX_STAMPS) deleteOldest(this.stamps);
  }
}

const deleteOldest = (map: Map<string, unknown>): boolean => map.delete(map.keys().next().value ?? '');

/** When its TTL says that it was written, by our clock; null for one without a TTL or with a longer one than traders give. */
const writtenAt = ({ ttlMs }: RealOrderRead, now: Date): Date | null =>
  ttlMs === null || ttlMs > REAL_ORDER_TTL_MS ? null : new Date(now.getTime() - (REAL_ORDER_TTL_MS - ttlMs));
