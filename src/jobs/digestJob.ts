import type { AlertState } from '../alerting';
import type { BalanceWeek, ReadBalanceWeek } from '../digests/balanceWeek';
import { type DigestConfig, digestSchema } from '../digests/digest';
import { dueDigests, type PreviousRun } from '../digests/dueDigests';
import { isFresh } from '../digests/fresh';
import { backoffMs } from '../lib/backoff';
import { type Clock, type Sleep, systemSleep } from '../lib/clock';
import type { Logger } from '../lib/logger';
import { retryOnConflict } from '../lib/retryOnConflict';
import type { Notification } from '../notify/model/notification';
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
  /** Reads the last days; they are left out unless given. */
  readonly weekOf?: ReadBalanceWeek;
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
      const weeks: Weeks = new Map();
      const outcome = await retryOnConflict(() => this.commitDue(weeks));
      if (outcome === 'conflict') log.info('digest commit conflicted each time; retrying');
      return outcome;
    } catch (error) {
      if (!(error instanceof StateUnavailableError)) log.error({ err: error }, 'digest failed');
      else if (isFirst) log.info({ err: error }, 'digest postponed: Redis unavailable');
      return 'not_ready';
    }
  }

  /** `weeks`: what was read for the digests that are due, by the ids of their notifications. */
  private async commitDue(weeks: Weeks): Promise<DigestOutcome> {
    const { stateCache, dispatcher, clock, log, digests, previousRun, maxStateAgeMs } = this.deps;
    const loaded = await stateCache.load();
    const { known } = loaded;
    const now = clock.now();
    if (known === null || !isFresh(known, now, maxStateAgeMs())) return 'not_ready';
    if (!(this.deps.mayDecide?.(known) ?? true)) return 'not_due';
    const result = dueDigests(known, digests(), now, previousRun);
    if (result === null) return 'not_due';
    if (await this.readWeeks(result.notifications, weeks)) return this.commitDue(weeks);
    const notifications = result.notifications.map((each) => withWeek(each, weeks.get(each.id)));
    if (!(await stateCache.commit({ ...result, notifications }, loaded))) return 'conflict';
    for (const { id } of result.notifications) log.info({ notification: id }, 'digest queued');
    dispatcher.wake();
    return 'sent';
  }

  /** True where something was read, and the state may have changed meanwhile. */
  private async readWeeks(notifications: readonly Notification[], weeks: Weeks): Promise<boolean> {
    const { weekOf } = this.deps;
    const due = notifications.filter(({ kind, id }) => kind === 'digest' && !weeks.has(id));
    if (weekOf === undefined || due.length === 0) return false;
    await Promise.all(
      due.map(async (notification) => {
        const { targets, at } = digestIn(notification);
        weeks.set(notification.id, await weekOf(targets, at));
      }),
    );
    return true;
  }
}

type Weeks = Map<string, BalanceWeek | undefined>;

function digestIn(notification: Notification): { readonly targets: readonly string[]; readonly at: Date } {
  const { targets, at } = digestSchema.parse(notification.kind === 'digest' ? notification.digest : null);
  return { targets: targets.map(({ target }) => target), at };
}

const withWeek = (notification: Notification, week: BalanceWeek | undefined): Notification =>
  notification.kind !== 'digest' || week === undefined
    ? notification
    : { ...notification, digest: { ...(notification.digest as object), week } };
