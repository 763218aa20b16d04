import type { Run } from '../invariants/history';
import type { StoredKeys } from './storedKeys';

/** How often something is written, and for how long its key is there. In ms; null for ever. */
export interface Rhythm {
  readonly everyMs: number;
  readonly ttlMs: number | null;
}

/** One key that a trader writes again and again, as long as it does: when that truly was. Times in ms since the epoch. */
export class Sign {
  private readonly runs: Run[] = [];
  private current: { readonly from: number; readonly rhythm: Rhythm } | null = null;
  private shownAt = 0;

  constructor(
    private readonly redis: StoredKeys,
    private readonly write: (at: number, ttlMs: number | null) => void,
  ) {}

  get isWritten(): boolean {
    return this.current !== null;
  }

  begins(rhythm: Rhythm, nowMs: number): void {
    this.current ??= { from: nowMs, rhythm };
  }

  ends(nowMs: number): void {
    const { current } = this;
    if (current === null) return;
    this.show(nowMs);
    this.runs.push(runOf(current, nowMs));
    this.current = null;
  }

  /** Brings the key to how it is now. */
  show(nowMs: number): void {
    if (this.current === null) return;
    const { from, rhythm } = this.current;
    const keptMs = rhythm.ttlMs ?? Number.POSITIVE_INFINITY;
    const at = this.redis.lastWrite(from, rhythm.everyMs, nowMs, keptMs);
    if (at === null || at === this.shownAt) return;
    this.shownAt = at;
    this.redis.age = nowMs - at;
    this.write(at, rhythm.ttlMs);
  }

  /** Redis has lost the key. */
  isLost(): void {
    this.shownAt = 0;
  }

  /** All of its runs, that which lasts until now among them. */
  until(nowMs: number): readonly Run[] {
    return this.current === null ? this.runs : [...this.runs, runOf(this.current, nowMs)];
  }
}

function runOf({ from, rhythm: { everyMs } }: { from: number; rhythm: Rhythm }, nowMs: number): Run {
  const last = from + Math.max(0, Math.floor((nowMs - from) / everyMs)) * everyMs;
  return { first: from, last, everyMs };
}
