import { StateUnavailableError } from '../redis/errors';
import type { Completion, Outbox } from '../storage/alertStore';
import type { AttemptSource } from './attempt/startAttempt';
import type { DispatcherDeps } from './dispatcherOptions';
import type { Notification } from './model/notification';
import { isOutageNotification } from './model/predicates';
import type { LocalDecisions } from './outage/localDecisions';
import type { LocalOutbox } from './outage/localOutbox';
import type { OutboxSource } from './outboxWorker';
import type { LocalSchedule } from './queue/localSchedule';
import { buildQueue, type Queue } from './queue/queue';
import { RollbackDetector, type StoreSnapshot, storedIn } from './recovery/rollbackDetector';

type Deps = Pick<DispatcherDeps, 'alertStore' | 'clock' | 'log' | 'hooks'>;

/** The store's outbox, as one instance reads it: it may be away, or come back as it was a while ago. */
export class StoreSource implements OutboxSource {
  readonly isLocal = false;
  isUnavailable = false;
  /** When the outbox was last read; null before the first time. */
  refreshedAt: Date | null = null;
  /** What was detected before may have been sent although the store says that it waits. */
  private verifyBefore: Date;
  /** What waits may be outdated: Redis has come back as it was a while ago. */
  private mustRestore = false;
  private snapshot: StoreSnapshot | null = null;
  private readonly rollbacks = new RollbackDetector();
  private readonly reported = new Set<string>();

  constructor(
    private readonly deps: Deps,
    private readonly localOutbox: LocalOutbox,
    private readonly decisions: LocalDecisions,
  ) {
    this.verifyBefore = deps.clock.now();
  }

  get outbox(): Outbox {
    return this.deps.alertStore;
  }

  async read(schedule: LocalSchedule): Promise<Queue> {
    let queue = await this.observe();
    if (this.mustRestore) {
      await this.restore();
      queue = await this.observe();
    }
    for (const id of queue.undecodable) this.reportUndecodable(id);
    for (const { notification } of queue.waiting) {
      schedule.delayUntil(notification.id, this.decisions.inFlightUntil(notification.id));
      if (isOutageNotification(notification))
        schedule.delayUntil(notification.id, this.localOutbox.handOver(notification.incident));
    }
    return queue;
  }

  contextOf(notification: Notification): Pick<AttemptSource, 'verifyBefore' | 'ownMessage'> {
    const ownMessage = isOutageNotification(notification)
      ? this.localOutbox.messageOf(notification.incident)
      : this.decisions.messageOf(notification.id);
    return { verifyBefore: this.verifyBefore, ownMessage };
  }

  /** What this instance does itself is nothing new to it. */
  onCompleted(id: string, completion: Completion): void {
    this.decisions.sentFromStore(id, completion);
    const { text, message, remaining } = completion;
    if (this.snapshot === null) return;
    const { deliveries, messages, ...rest } = this.snapshot;
    const isGone = text !== null && !remaining;
    this.snapshot = {
      ...rest,
      deliveries: isGone ? deliveries.filter((each) => each.id !== id) : deliveries,
      messages: message === null ? messages : new Map(messages).set(message.incidentId, message.text),
    };
    this.rollbacks.seen(this.snapshot);
  }

  private async observe(): Promise<Queue> {
    const { alertStore, clock, hooks } = this.deps;
    const { stored, ...rest } = await storedIn(alertStore);
    const queue = buildQueue(stored, rest.messages);
    this.snapshot = { ...rest, deliveries: queue.waiting.map(({ notification }) => notification) };
    const { isBack, isNew } = this.rollbacks.seen(this.snapshot);
    if (isNew) hooks?.onRemoteChange?.();
    if (isBack) this.mustRestore = true;
    if (isBack || this.isUnavailable) this.verifyBefore = clock.now();
    this.isUnavailable = false;
    this.refreshedAt = clock.now();
    return queue;
  }

  /** Throws StateUnavailableError; then it is tried again. */
  private async restore(): Promise<void> {
    try {
      await this.deps.hooks?.onRollback?.();
    } catch (error) {
      if (error instanceof StateUnavailableError) throw error;
      this.deps.log.error({ err: error }, 'failed to restore state after Redis data loss');
    }
    this.mustRestore = false;
  }

  private reportUndecodable(id: string): void {
    if (this.reported.has(id)) return;
    this.reported.add(id);
    this.deps.log.error({ notification: id }, 'undecodable notification kept in outbox');
  }
}
