import { backoffMs } from '../../lib/backoff';
import { type Clock, type Sleep, systemSleep } from '../../lib/clock';
import type { Logger } from '../../lib/logger';
import type { TargetId } from '../../state/keys';
import type { CheckOutcome } from '../checkJob';
import { type CheckScope, scopeOf, together } from './scope';

/** Why a check is made: its interval has passed; something is due by time alone; or something has changed. */
export type CheckReason = 'interval' | 'deadline' | 'change';

/** A check that is due by time alone. */
export interface DueCheck {
  /** In ms by the monotonic clock; Infinity for never. What was asked for once is not asked for again. */
  readonly atMs: number;
  readonly scope: CheckScope;
}

export interface CheckLoopDeps {
  /** One check. It may resolve to a CheckOutcome; the loop goes on whatever that is. */
  readonly check: (reason: CheckReason, scope: CheckScope) => Promise<unknown>;
  /** The interval, in ms; it may change. */
  readonly everyMs: () => number;
  /** What is due next by time alone; asked after each check, and whenever it may be another. None unless given. */
  readonly due?: () => DueCheck;
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

export const NEVER: DueCheck = { atMs: Number.POSITIVE_INFINITY, scope: null };
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
  /** What has changed; undefined for nothing. */
  private changed: CheckScope | undefined;
  /** What of the check under way is due, or has changed. */
  private answering: CheckScope | undefined;
  private askedMs = Number.NaN;
  private failures = 0;

  constructor(private readonly deps: CheckLoopDeps) {}

  start(): void {
    this.running = this.run();
  }

  /** Checks this target, or all, as soon as may be: what the check under way has read may be older. */
  wake(target: TargetId | null = null): void {
    this.changed = together(this.changed, scopeOf(target));
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
      const next = this.dueNow();
      if (next === null) {
        this.waiting = new AbortController();
        await sleep(this.nextAtMs() - clock.monotonicMs(), this.waiting.signal).catch(() => null);
        continue;
      }
      const startedMs = clock.monotonicMs();
      const outcome = await check(next.reason, next.scope).catch((error: unknown) => {
        log.error({ err: error }, 'check failed');
        return UNAVAILABLE;
      });
      this.ended(next.reason, outcome, startedMs);
    }
  }

  private ended(reason: CheckReason, outcome: unknown, startedMs: number): void {
    const { clock, random = Math.random } = this.deps;
    const endedMs = clock.monotonicMs();
    const hasFailed = outcome === UNAVAILABLE;
    // One whose result is dropped may have seen what that of the other instance had not.
    if (hasFailed || outcome === CONFLICT) this.changed = together(this.changed, this.answering);
    this.failures = hasFailed ? this.failures + 1 : 0;
    const retryMs = hasFailed ? backoffMs(this.failures, { ...RETRY, random }) : 0;
    const takenMs = reason === 'interval' ? 0 : GAP_PER_MS * (endedMs - startedMs);
    this.readyAtMs = endedMs + Math.max(MIN_GAP_MS, takenMs, retryMs);
  }

  /** The check that is due now; null while none is. */
  private dueNow(): { readonly reason: CheckReason; readonly scope: CheckScope } | null {
    const nowMs = this.deps.clock.monotonicMs();
    if (this.nextAtMs() > nowMs) return null;
    const due = this.due();
    const isDue = due.atMs <= nowMs;
    this.answering = together(this.changed, isDue ? due.scope : undefined);
    this.changed = undefined;
    if (isDue) this.askedMs = due.atMs;
    if (this.regularAtMs > nowMs)
      return { reason: isDue ? 'deadline' : 'change', scope: this.answering ?? null };
    this.lastRegularMs = nowMs;
    return { reason: 'interval', scope: null };
  }

  private nextAtMs(): number {
    const otherMs = this.changed === undefined ? this.due().atMs : Number.NEGATIVE_INFINITY;
    return Math.min(this.regularAtMs, Math.max(otherMs, this.readyAtMs));
  }

  private get regularAtMs(): number {
    return this.lastRegularMs + this.deps.everyMs();
  }

  private due(): DueCheck {
    const due = this.deps.due?.() ?? NEVER;
    return due.atMs === this.askedMs ? NEVER : due;
  }
}
