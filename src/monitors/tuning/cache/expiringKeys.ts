import type { Clock } from '../../../lib/clock';
import type { TuningKeyRead } from '../../../state/tuning/scan';

/** Read again from so many ms before its end: clocks differ, and Redis tells of the end only when it comes across it. */
const MARGIN_MS = 5_000;

/** The keys that will end by themselves, which tuning keys do not unless somebody told them to. */
export class ExpiringKeys {
  private readonly endsMs = new Map<string, number>();

  constructor(private readonly clock: Clock) {}

  /** What was just read, with the remaining times. */
  note(reads: readonly TuningKeyRead[]): void {
    const nowMs = this.clock.now().getTime();
    for (const { key, ttlMs } of reads) {
      if (ttlMs === null) this.endsMs.delete(key.key);
      else this.endsMs.set(key.key, nowMs + ttlMs);
    }
  }

  /** Those that may be at their end. */
  due(): string[] {
    if (this.endsMs.size === 0) return [];
    const fromMs = this.clock.now().getTime() + MARGIN_MS;
    return [...this.endsMs].filter(([, endMs]) => endMs <= fromMs).map(([key]) => key);
  }
}
