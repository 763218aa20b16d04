import { StateUnavailableError } from '../redis/errors';
import type { Completion, Outbox } from '../storage/alertStore';
import { DeliveryAttempt } from './attempt/deliveryAttempt';
import type { AttemptResult } from './attempt/result';
import { type AttemptSource, startAttempt } from './attempt/startAttempt';
import type { DispatcherDeps } from './dispatcherOptions';
import type { Notification } from './model/notification';
import type { PageWorker } from './pages/pageWorker';
import { LocalSchedule } from './queue/localSchedule';
import { EMPTY_QUEUE, type Queue, scheduleQueue, withoutCompleted } from './queue/queue';
import type { SlackSender } from './slackSender';

/** What a worker sends from. */
export interface OutboxSource {
  readonly outbox: Outbox;
  /** True of the outbox that this instance alone sends from. */
  readonly isLocal: boolean;
  /** What waits. Throws StateUnavailableError. */
  read(schedule: LocalSchedule): Promise<Queue>;
  /** What an attempt to send this has to know beside its claim. */
  contextOf(notification: Notification): Pick<AttemptSource, 'verifyBefore' | 'ownMessage'>;
  /** This instance has completed a notification, which leaves that queue. */
  onCompleted?(id: string, completion: Completion): void;
}

/** The queue is read again at least this often, in ms. */
export const REFRESH_INTERVAL_MS = 1_000;
/** Another instance's notification, and one that failed unexpectedly, are attempted again so much later, in ms. */
const CONFLICT_DELAY_MS = 1_000;
const UNEXPECTED_ERROR_DELAY_MS = 30_000;

/** Sends what waits in one outbox, the most urgent first. */
export class OutboxWorker {
  private current: Queue = EMPTY_QUEUE;
  private isStale = true;
  private refreshedAtMs = Number.NEGATIVE_INFINITY;
  private readonly schedule = new LocalSchedule();
  private readonly attempt: DeliveryAttempt;
  /** What was sent, and is not stored yet: the store may be away. Times are in ms by the monotonic clock. */
  private readonly completions = new Map<
    string,
    { readonly completion: Completion; readonly retryAtMs: number }
  >();

  constructor(
    private readonly deps: DispatcherDeps,
    private readonly sender: SlackSender,
    private readonly source: OutboxSource,
    private readonly pages: PageWorker,
  ) {
    this.attempt = new DeliveryAttempt(deps, sender);
  }

  /** What waits, as of the last read, without what was sent. */
  get queue(): Queue {
    return this.completions.size === 0
      ? this.current
      : [...this.completions.keys()].reduce((queue, id) => withoutCompleted(queue, id, null), this.current);
  }

  /** What waits may have changed: it is read again before the next is sent. */
  invalidate(): void {
    this.isStale = true;
  }

  /**
   * Sends the most urgent notification that is due. Resolves to when the next one is, in ms by the monotonic clock; in the
   * past for at once. Throws StateUnavailableError.
   */
  async step(): Promise<number> {
    await this.flushCompletions();
    const { clock, settings } = this.deps;
    if (this.isStale || clock.monotonicMs() - this.refreshedAtMs >= REFRESH_INTERVAL_MS) await this.refresh();
    const nowMs = clock.monotonicMs();
    const scheduled = scheduleQueue(this.queue, {
      sender: this.sender,
      fallback: settings.fallbackChannel,
      local: this.schedule,
      clock,
    });
    const due = scheduled.find(({ readyAt }) => readyAt <= nowMs);
    if (due === undefined)
      return Math.min(
        Infinity,
        ...scheduled.map(({ readyAt }) => readyAt),
        ...[...this.completions.values()].map(({ retryAtMs }) => retryAtMs),
      );
    await this.deliver(due.notification);
    await this.flushCompletions();
    return nowMs;
  }

  private async refresh(): Promise<void> {
    this.current = await this.source.read(this.schedule);
    this.isStale = false;
    this.refreshedAtMs = this.deps.clock.monotonicMs();
    const { waiting, undecodable } = this.current;
    const ids = new Set([...waiting.map(({ notification }) => notification.id), ...undecodable]);
    this.schedule.prune(ids, this.refreshedAtMs);
    this.pages.offer(waiting, this.source.outbox);
  }

  private async deliver(notification: Notification): Promise<void> {
    const { id } = notification;
    const { source, deps, sender, schedule } = this;
    try {
      const context = { ...source.contextOf(notification), outbox: source.outbox, isLocal: source.isLocal };
      const start = await startAttempt(notification, context, deps, sender);
      const result: AttemptResult = start === null ? { kind: 'conflict' } : await this.attempt.run(start);
      schedule.recordAttempt(id, deps.clock.monotonicMs());
      await this.finish(id, result, start?.claim.text ?? '');
    } catch (error) {
      if (error instanceof StateUnavailableError) throw error;
      schedule.delayUntil(id, deps.clock.monotonicMs() + UNEXPECTED_ERROR_DELAY_MS);
      deps.log.error({ err: error, notification: id }, 'unexpected delivery error');
    }
  }

  private async finish(id: string, result: AttemptResult, text: string): Promise<void> {
    const { clock, instanceId, hooks } = this.deps;
    const nowMs = clock.monotonicMs();
    if (result.kind === 'completed') {
      this.completions.set(id, { completion: result.completion, retryAtMs: nowMs });
      return;
    }
    this.isStale = true;
    if (result.kind === 'conflict') {
      this.schedule.delayUntil(id, nowMs + CONFLICT_DELAY_MS);
      return;
    }
    const { attempts, inFlightMs, undeliverable } = result;
    const retryInMs = Date.parse(attempts.notBefore ?? '') - clock.now().getTime();
    // The store may be unable to keep it, or lose it; the local outbox leaves it to us.
    this.schedule.delayUntil(id, nowMs + (this.source.isLocal ? retryInMs : inFlightMs));
    await this.source.outbox.release(id, instanceId, attempts, inFlightMs);
    if (undeliverable !== null) await hooks?.onUndeliverable?.({ id, text, failure: undeliverable });
  }

  /**
   * Stores what was sent, which may have to wait until the store is back. One that fails for another reason keeps no other:
   * it is not sent again, and is stored later.
   */
  private async flushCompletions(): Promise<void> {
    const { clock, log } = this.deps;
    for (const [id, { completion, retryAtMs }] of this.completions) {
      if (retryAtMs > clock.monotonicMs()) continue;
      try {
        await this.storeCompletion(id, completion);
      } catch (error) {
        if (error instanceof StateUnavailableError) throw error;
        const next = clock.monotonicMs() + UNEXPECTED_ERROR_DELAY_MS;
        this.completions.set(id, { completion, retryAtMs: next });
        log.error({ err: error, notification: id }, 'failed to store what was sent; retrying');
      }
    }
  }

  private async storeCompletion(id: string, completion: Completion): Promise<void> {
    await this.source.outbox.complete(id, this.deps.instanceId, completion);
    this.completions.delete(id);
    if (completion.text === null || completion.remaining) this.isStale = true;
    this.current = withoutCompleted(this.current, id, completion.message);
    this.source.onCompleted?.(id, completion);
  }
}
