import { backoffMs } from '../../lib/backoff';
import { type Clock, type Sleep, systemSleep } from '../../lib/clock';
import type { Logger } from '../../lib/logger';
import type { CheckOutcome } from '../checkJob';

/** Why a check is made: its interval has passed; something is due by time alone; or something has changed. */
export type CheckReason = 'interval' | 'deadline' | 'change';

export interface CheckLoopDeps {
  /** One check. It may resolve to a CheckOutcome; the loop goes on whatever that is. */
  readonly check: (reason: CheckReason) => Promise<unknown>;
  /** The interval, in ms; it may change. */
  readonly everyMs: () => number;
  /**
   * When the next check is due by time alone, in ms by the monotonic clock; Infinity for not before the interval. Asked after
   * each check, and whenever it may be another. What was asked for once is not asked for again.
   */
  readonly dueAtMs?: () => number;
  readonly clock: Pick<Clock, 'monotonicMs'>;
  readonly log: Logger;
  readonly sleep?: Sleep;
  /** From 0 to 1; Math.random unless given. */
  readonly random?: () => number;
}

/** So long after a check comes the next that is not of the interval, in ms: what falls together is found by one. */
const MIN_GAP_MS = 250;
/** Such checks take a fifth of the time at most, however many targets there are. */
const GAP_PER_MS = 4;
/** What was due or had changed while Redis could not be read is checked again, first so much later, then less often, in ms. */
const RETRY = { firstMs: 1_000, maxMs: 60_000 } as const;

const UNAVAILABLE: CheckOutcome = 'unavailable';
const CONFLICT: CheckOutcome = 'conflict';

/** Cheaper than the error that is created if no reason is given. */
const CUT_REASON = 'something may be due earlier';

/**
 * Checks at an interval, and in between when something is due or has changed; never twice at a time, until it is stopped.
 * Nothing in between delays the checks of the interval.
 */
export class CheckLoop {
  private readonly stopping = new AbortController();
  private waiting = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private lastRegularMs = Number.NEGATIVE_INFINITY;
  /** No check in between comes before. */
  private readyAtMs = Number.NEGATIVE_INFINITY;
  private hasChanged = false;
  /** The check under way is of something that is due, or has changed. */
  private isAnswering = false;
  private askedMs = Number.NaN;
  private failures = 0;

  constructor(private readonly deps: CheckLoopDeps) {}

  start(): void {
    this.running = this.run();
  }

  /** Checks as soon as may be: what the check under way has read may be older. */
  wake(): void {
    this.hasChanged = true;
    this.reschedule();
  }

  /** Looks anew when the next check is due. */
  reschedule(): void {
    this.waiting.abort(CUT_REASON);
  }

  /** Resolves when the check under way has ended. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.reschedule();
    await this.running;
  }

  private async run(): Promise<void> {
    const { check, clock, log, sleep = systemSleep } = this.deps;
    while (!this.stopping.signal.aborted) {
      const reason = this.dueNow();
      if (reason === null) {
        this.waiting = new AbortController();
        await sleep(this.nextAtMs() - clock.monotonicMs(), this.waiting.signal).catch(() => null);
        continue;
      }
      const startedMs = clock.monotonicMs();
      const outcome = await check(reason).catch((error: unknown) => {
        log.error({ err: error }, 'check failed');
        return UNAVAILABLE;
      });
      this.ended(outcome, startedMs);
    }
  }

  private ended(outcome: unknown, startedMs: number): void {
    const { clock, random = Math.random } = this.deps;
    const endedMs = clock.monotonicMs();
    const hasFailed = outcome === UNAVAILABLE;
    // One whose result is dropped may have seen what that of the other instance had not.
    this.hasChanged ||= this.isAnswering && (hasFailed || outcome === CONFLICT);
    this.failures = hasFailed ? this.failures + 1 : 0;
    const retryMs = hasFailed ? backoffMs(this.failures, { ...RETRY, random }) : 0;
    this.readyAtMs = endedMs + Math.max(MIN_GAP_MS, GAP_PER_MS * (endedMs - startedMs), retryMs);
  }

  /** Why a check is due now; null while none is. */
  private dueNow(): CheckReason | null {
    const nowMs = this.deps.clock.monotonicMs();
    if (this.nextAtMs() > nowMs) return null;
    const dueMs = this.dueMs();
    const isRegular = this.regularAtMs <= nowMs;
    const isDue = dueMs <= nowMs;
    if (isRegular) this.lastRegularMs = nowMs;
    if (isDue) this.askedMs = dueMs;
    this.isAnswering = isDue || this.hasChanged;
    this.hasChanged = false;
    return isRegular ? 'interval' : isDue ? 'deadline' : 'change';
  }

  private nextAtMs(): number {
    const otherMs = this.hasChanged ? Number.NEGATIVE_INFINITY : this.dueMs();
    return Math.min(this.regularAtMs, Math.max(otherMs, this.readyAtMs));
  }

  private get regularAtMs(): number {
    return this.lastRegularMs + this.deps.everyMs();
  }

  private dueMs(): number {
    const dueMs = this.deps.dueAtMs?.() ?? Number.POSITIVE_INFINITY;
    return dueMs === this.askedMs ? Number.POSITIVE_INFINITY : dueMs;
  }
}
