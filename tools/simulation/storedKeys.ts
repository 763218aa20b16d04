import type { KeyWriter } from '../../sandbox/demo/traderKeys';
import type { MemoryStore } from '../../src/state/stores/memoryStore';

/** The traders' way to Redis: what they write while it is away is not written. Times in ms since the epoch. */
export class StoredKeys implements KeyWriter {
  /** How long ago that was written which is written next, in ms. */
  age = 0;
  isAway = false;
  private lastAway = { from: Number.POSITIVE_INFINITY, to: Number.NEGATIVE_INFINITY };
  private lostAt = Number.NEGATIVE_INFINITY;
  private readonly written = new Set<string>();

  constructor(private readonly store: MemoryStore) {}

  goes(nowMs: number): void {
    if (this.isAway) return;
    this.isAway = true;
    this.lastAway = { from: nowMs, to: Number.POSITIVE_INFINITY };
  }

  returns(nowMs: number): void {
    this.isAway = false;
    this.lastAway = { ...this.lastAway, to: nowMs };
  }

  /** All that was written before is gone. */
  loses(nowMs: number): void {
    this.lostAt = nowMs;
    for (const key of this.written) this.store.delete(key);
    this.written.clear();
  }

  /** Somebody removes all keys that begin so. */
  forget(start: string): void {
    for (const key of this.written) if (key.startsWith(start)) this.store.delete(key);
  }

  /** Somebody sets by hand when a key expires, in ms from now; null for never. */
  expireByHand(key: string, ttlMs: number | null): void {
    if (this.isAway) return;
    if (ttlMs === null) this.store.persist(key);
    else this.store.expire(key, ttlMs);
  }

  /** The last of the writes that come every so often from `from` on, if Redis has it still; else null. */
  lastWrite(from: number, everyMs: number, nowMs: number, keptMs: number): number | null {
    let at = from + Math.floor((nowMs - from) / everyMs) * everyMs;
    while (at >= this.lastAway.from && at < this.lastAway.to) at -= everyMs;
    return at < from || at <= this.lostAt || nowMs - at >= keptMs ? null : at;
  }

  set(key: string, value: string, ttlMs?: number): void {
    this.written.add(key);
    this.store.set(key, value, ttlMs === undefined ? undefined : ttlMs - this.age);
  }

  setHash(key: string, fields: Readonly<Record<string, string>>, ttlMs?: number): void {
    this.written.add(key);
    this.store.setHash(key, fields, ttlMs === undefined ? undefined : ttlMs - this.age);
  }

  incrByFloat(key: string, by: number): unknown {
    return this.store.incrByFloat(key, by);
  }
}
