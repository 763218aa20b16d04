import type { AlertState } from '../alerting';
import type { DigestConfig } from '../digests/digest';
import { dueDigests, type PreviousRun } from '../digests/dueDigests';
import { isFresh } from '../digests/fresh';
import { backoffMs } from '../lib/backoff';
import { type Clock, type Sleep, systemSleep } from '../lib/clock';
import type { Logger } from '../lib/logger';
import { retryOnConflict } from '../lib/retryOnConflict';
import type { StateCache } from '../notify/recovery/stateCache';
import { StateUnavailableError } from '../redis/errors';

export interface DigestJobDeps {
  readonly stateCache: StateCache;
  readonly dispatcher: { wake(): void };
  readonly clock: Clock;
  readonly sleep?: Sleep;
  /** From 0 to 1; Math.random unless given. */
  readonly random?: () => number;
  readonly log: Logger;
  readonly digests: () => readonly DigestConfig[];
  readonly previousRun: PreviousRun;
  /** Whether this is for this instance to decide, and not for one with a newer configuration; it is unless given. */
  readonly mayDecide?: (known: AlertState) => boolean;
  /** A digest is made from a state that was observed at most so long ago, in ms. */
  readonly maxStateAgeMs: () => number;
}

/** `not_ready`: there is no state to make one from yet, and the job was stopped. */
type DigestOutcome = 'sent' | 'not_due' | 'not_ready' | 'conflict';

/**
 * Queues the digests that are due, each run of their schedule once, however many instances do so and however often: the
 * run that was sent is part of the state, and is stored in one step with the notification.
 */
export class DigestJob {
  private running: Promise<DigestOutcome> | null = null;
  private isRequested = false;
  private readonly stopping = new AbortController();

  constructor(private readonly deps: DigestJobDeps) {}

  /** Queues what is due, trying again until that is committed; joins a run that is under way. Never rejects. */
  run(): Promise<DigestOutcome> {
    this.isRequested = true;
    this.running ??= this.runUntilCommitted().finally(() => {
      this.running = null;
    });
    return this.running;
  }

  /** Ends the wait for another attempt. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async runUntilCommitted(): Promise<DigestOutcome> {
    const { sleep = systemSleep, random = Math.random } = this.deps;
    const { signal } = this.stopping;
    for (let failures = 0; ; ) {
      this.isRequested = false;
      const outcome = await this.attempt(failures === 0);
      const isDone = outcome === 'sent' || outcome === 'not_due';
      if (signal.aborted || (isDone && !this.isRequested)) return outcome;
      failures = isDone ? 0 : failures + 1;
      const waitMs = isDone ? 0 : backoffMs(failures, { firstMs: 1_000, maxMs: 60_000, random });
      await sleep(waitMs, signal).catch(() => null);
    }
  }

  private async attempt(isFirst: boolean): Promise<DigestOutcome> {
    const { log } = this.deps;
    try {
      const outcome = await retryOnConflict(() => this.commitDue());
      if (outcome === 'conflict') log.info('digest commit conflicted each time; retrying');
      return outcome;
    } catch (error) {
      if (!(error instanceof StateUnavailableError)) log.error({ err: error }, 'digest failed');
      else if (isFirst) log.info({ err: error }, 'digest postponed: Redis unavailable');
      return 'not_ready';
    }
  }

  private async commitDue(): Promise<DigestOutcome> {
    const { stateCache, dispatcher, clock, log, digests, previousRun, maxStateAgeMs } = this.deps;
    const loaded = await stateCache.load();
    const { known } = loaded;
    const now = clock.now();
    if (known === null || !isFresh(known, now, maxStateAgeMs())) return 'not_ready';
    if (!(this.deps.mayDecide?.(known) ?? true)) return 'not_due';
    const result = dueDigests(known, digests(), now, previousRun);
    if (result === null) return 'not_due';
    if (!(await stateCache.commit(result, loaded))) return 'conflict';
    for (const { id } of result.notifications) log.info({ notification: id }, 'digest queued');
    dispatcher.wake();
    return 'sent';
  }
}
