import type { Clock } from '../../../lib/clock';
import type { TuningKeyRead } from '../../../state/tuning/scan';

/** A key is read again from so many ms before its end: clocks differ, and Redis reports the end only when it meets it. */
const MARGIN_MS = 5_000;

/** The keys that will expire, which tuning keys do not unless somebody gave them a TTL. */
export class ExpiringKeys {
  private readonly expiresAtMs = new Map<string, number>();

  constructor(private readonly clock: Clock) {}

  /** Takes note of the TTLs that were just read. */
  record(reads: readonly TuningKeyRead[]): void {
    const nowMs = this.clock.monotonicMs();
    for (const { key, ttlMs } of reads) {
      if (ttlMs === null) this.expiresAtMs.delete(key.key);
      else this.expiresAtMs.set(key.key, nowMs + ttlMs);
    }
  }

  /** Those that may have expired. */
  expired(): string[] {
    if (this.expiresAtMs.size === 0) return [];
    const fromMs = this.clock.monotonicMs() + MARGIN_MS;
    return [...this.expiresAtMs].filter(([, atMs]) => atMs <= fromMs).map(([key]) => key);
  }
}
