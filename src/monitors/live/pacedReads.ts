import { type Clock, type Sleep, systemSleep } from '../../lib/clock';

export interface PacedReadsDeps<T> {
  /** Reads these, in one trip. Must not reject. */
  readonly read: (keys: readonly T[]) => Promise<void>;
  readonly clock: Pick<Clock, 'monotonicMs'>;
  readonly sleep?: Sleep;
}

/** What is written more often is read so often, in ms. */
const PACE_MS = 250;

/** Cheaper than the error that is created if no reason is given. */
const CUT_REASON = 'there is more to read';

/**
 * Reads keys soon after they were written: those of one target every 250 ms at most, however often it writes, and nobody's wait for
 * another's.
 */
export class PacedReads<T extends { readonly key: string; readonly target: string | null }> {
  private readonly waiting = new Map<string, T>();
  private readonly readyAtMs = new Map<string, number>();
  private cut = new AbortController();
  private isRunning = false;

  constructor(private readonly deps: PacedReadsDeps<T>) {}

  add(input: T): void {
    this.waiting.set(input.key, input);
    this.cut.abort(CUT_REASON);
    if (!this.isRunning) void this.run();
  }

  /** Forgets what waits to be read. */
  clear(): void {
    this.waiting.clear();
    this.cut.abort(CUT_REASON);
  }

  private async run(): Promise<void> {
    const { read, clock, sleep = systemSleep } = this.deps;
    this.isRunning = true;
    while (this.waiting.size > 0) {
      const nowMs = clock.monotonicMs();
      const due = [...this.waiting.values()].filter((input) => this.readyAt(input) <= nowMs);
      if (due.length === 0) {
        this.cut = new AbortController();
        const waitMs = Math.min(...[...this.waiting.values()].map((input) => this.readyAt(input))) - nowMs;
        await sleep(waitMs, this.cut.signal).catch(() => null);
        continue;
      }
      for (const input of due) {
        this.waiting.delete(input.key);
        this.readyAtMs.set(ownerOf(input), nowMs + PACE_MS);
      }
      await read(due);
    }
    this.isRunning = false;
  }

  private readyAt(input: T): number {
    return this.readyAtMs.get(ownerOf(input)) ?? Number.NEGATIVE_INFINITY;
  }
}

const ownerOf = ({ key, target }: { readonly key: string; readonly target: string | null }): string =>
  target ?? key;
