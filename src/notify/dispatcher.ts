import type { Incident } from '../alerting/incidents/incident';
import { StateUnavailableError } from '../redis/errors';
import type { Completion } from '../storage/alertStore';
import { Attempt } from './attempt/attempt';
import type { Retry } from './attempt/result';
import type { DispatcherDeps } from './dispatcherOptions';
import { type DeliveryHealth, deliveryHealth } from './health';
import type { Notification } from './model/notification';
import type { OrphanedOutage } from './outage/orphanedOutages';
import { OutageNotifier } from './outage/outageNotifier';
import { PollLoop } from './pollLoop';
import { LocalSchedule } from './queue/localSchedule';
import { buildQueue, type Queue, schedule } from './queue/queue';
import { RollbackDetector, storedIn } from './recovery/rollbackDetector';
import { SlackSender } from './slackSender';

export type { DispatcherDeps, DispatcherHooks, DispatcherSettings } from './dispatcherOptions';
export type { DeliveryHealth as Health } from './health';

/** Brings to Slack what the store says must reach it. */
export interface Dispatcher {
  /** Begins to send, and looks again every second. */
  start(): void;
  /** Looks at once: something was committed. */
  wake(): void;
  /** Finishes the call in flight, within `limitMs`; what waits is kept. */
  stop(limitMs: number): Promise<void>;
  /** Sends all that may be sent now; resolves to the time (ms since the epoch) when the next may. Never rejects. */
  dispatchDue(): Promise<number>;
  /** Tells of an outage without the store, once, however often it is called; resolves after the first try. */
  tellOutage(incident: Incident, channel: string): Promise<void>;
  /** This copy sees, and has stored that: what it has not told of an outage yet is told from the store. */
  seesAgain(): void;
  /**
   * The outage that a copy told of and did not end, such as one that died; null when none is known of. What is known
   * to be over is told so where it still stands as lasting, and removed where an earlier message tells so. Never rejects.
   */
  outageLeftOpen(channel: string, over: readonly Incident[]): Promise<OrphanedOutage>;
  /** As of the last look. */
  health(): DeliveryHealth;
}

/** Another copy's delivery, and one that failed in a way nobody thought of, are looked at again so much later, in ms. */
const CONFLICT_DELAY_MS = 1_000;
const UNEXPECTED_ERROR_DELAY_MS = 30_000;
const LOOK_AGAIN_MS = 1_000;
const CLOCK_SET_BACK_MS = 1_000;

/** A dispatcher; it does nothing until it is told to. */
export function createDispatcher(deps: DispatcherDeps): Dispatcher {
  return new StoreDispatcher(deps);
}

class StoreDispatcher implements Dispatcher {
  private readonly sender: SlackSender;
  private readonly outage: OutageNotifier;
  private readonly attempt: Attempt;
  private readonly loop: PollLoop;
  private readonly unsettled = new Map<string, Completion>();
  private readonly times = new LocalSchedule();
  private readonly unreadable = new Set<string>();
  private readonly rollbacks = new RollbackDetector();
  private queue: Queue = { waiting: [], undecodable: [] };
  private alertStoreAway = false;
  /** What waits may be outdated: Redis has come back as it was a while ago. */
  private isOlder = false;
  private latestMs = Number.NEGATIVE_INFINITY;
  /** What was detected before this may have been sent although the store says that it waits. */
  private inDoubtUntil: Date;
  private lookedAt: Date | null = null;
  private stopping = false;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly deps: DispatcherDeps) {
    this.inDoubtUntil = deps.clock.now();
    this.sender = new SlackSender(deps);
    this.outage = new OutageNotifier(deps, this.sender);
    this.attempt = new Attempt(deps, this.sender, (delivery) => this.outage.whereTold(delivery));
    this.loop = new PollLoop(async () => {
      const untilMs = (await this.dispatchDue()) - this.nowMs();
      return Math.min(LOOK_AGAIN_MS, Math.max(0, untilMs));
    }, deps.sleep);
  }

  start(): void {
    this.loop.start();
  }

  wake(): void {
    this.loop.wake();
  }

  async stop(limitMs: number): Promise<void> {
    this.stopping = true;
    if (!(await this.loop.stop(limitMs))) this.deps.log.warn('shutdown timed out with a delivery in flight');
  }

  dispatchDue(): Promise<number> {
    return this.inTurn(() => this.round());
  }

  tellOutage(incident: Incident, channel: string): Promise<void> {
    this.outage.tell(incident, channel);
    return this.inTurn(() => this.outage.step());
  }

  seesAgain(): void {
    this.outage.leaveOff();
  }

  outageLeftOpen(channel: string, over: readonly Incident[]): Promise<OrphanedOutage> {
    return this.inTurn(() => this.outage.leftOpen(channel, over)).catch(() => 'not now' as const);
  }

  health(): DeliveryHealth {
    const { sender, queue, alertStoreAway, lookedAt, deps } = this;
    const outage = this.outage.waiting();
    return deliveryHealth({ queue, outage, sender, alertStoreAway, lookedAt, now: deps.clock.now() });
  }

  /** One after the other, so that this copy never sends the same twice by itself. */
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.turn.then(work);
    this.turn = done.catch(() => undefined);
    return done;
  }

  private async round(): Promise<number> {
    for (;;) {
      if (this.stopping) return Number.POSITIVE_INFINITY;
      const next = await this.step().catch((error: unknown) => this.paused(error));
      if (next > this.nowMs()) return next;
    }
  }

  /** Sends the most urgent that may go; the time when there is something to do next. */
  private async step(): Promise<number> {
    this.noticeClock();
    await this.outage.step();
    await this.settleLate();
    await this.look();
    if (this.isOlder) {
      await this.meetOlderData();
      await this.look();
    }
    const nowMs = this.nowMs();
    const scheduled = schedule(this.queue, {
      sender: this.sender,
      fallback: this.deps.settings.fallbackChannel,
      times: this.times,
      nowMs,
    });
    const due = scheduled.find(({ readyAt }) => readyAt <= nowMs);
    if (due === undefined) return Math.min(this.outage.readyAt(), ...scheduled.map(({ readyAt }) => readyAt));
    await this.try(due.delivery);
    await this.settleLate();
    return nowMs;
  }

  /** A clock that was set back would have everything wait for the times of before. */
  private noticeClock(): void {
    const nowMs = this.nowMs();
    if (nowMs < this.latestMs - CLOCK_SET_BACK_MS) {
      this.deps.log.warn({ byMs: this.latestMs - nowMs }, 'system clock moved backwards');
      this.sender.forgetTimes();
      this.outage.forgetTimes();
      this.times.clear();
    }
    this.latestMs = nowMs;
  }

  private async look(): Promise<void> {
    const { stored, ...rest } = await storedIn(this.deps.alertStore);
    this.queue = buildQueue(stored, rest.messages);
    // It may have come back as it was a while ago, from a snapshot or a replica.
    const deliveries = this.queue.waiting.map(({ delivery }) => delivery);
    const { isBack, isNew } = this.rollbacks.seen({ deliveries, ...rest });
    if (isNew) this.deps.hooks?.onRemoteChange?.();
    if (isBack) this.isOlder = true;
    if (isBack || this.alertStoreAway) this.inDoubtUntil = this.deps.clock.now();
    this.alertStoreAway = false;
    this.lookedAt = this.deps.clock.now();
    for (const id of this.queue.undecodable) this.tellOfUnreadable(id);
    for (const { delivery } of this.queue.waiting)
      this.times.delayUntil(delivery.id, this.outage.handOver(delivery));
    this.times.prune(new Set(stored.map(({ id }) => id)), this.nowMs());
  }

  /** Throws StateUnavailableError; then it is tried again. */
  private async meetOlderData(): Promise<void> {
    try {
      await this.deps.hooks?.onRollback?.();
    } catch (error) {
      if (error instanceof StateUnavailableError) throw error;
      this.deps.log.error({ err: error }, 'failed to restore state after Redis data loss');
    }
    this.isOlder = false;
  }

  private async try({ id }: Notification): Promise<void> {
    try {
      const ending = await this.attempt.make(id, this.inDoubtUntil);
      this.times.recordAttempt(id, this.nowMs());
      if (ending.kind === 'lost') this.times.delayUntil(id, this.nowMs() + CONFLICT_DELAY_MS);
      if (ending.kind === 'settled') this.unsettled.set(id, ending.settlement);
      if (ending.kind === 'released') await this.release(id, ending);
    } catch (error) {
      if (error instanceof StateUnavailableError) throw error;
      this.times.delayUntil(id, this.nowMs() + UNEXPECTED_ERROR_DELAY_MS);
      this.deps.log.error({ err: error, delivery: id }, 'unexpected delivery error');
    }
  }

  private async release(id: string, { attempts, mayLandForMs }: Retry): Promise<void> {
    // Redis may be unable to store it, or lose it.
    this.times.delayUntil(id, this.nowMs() + mayLandForMs);
    await this.deps.alertStore.release(id, this.deps.instanceId, attempts, mayLandForMs);
  }

  /** Stores what was sent, which may have to wait until Redis is back. */
  private async settleLate(): Promise<void> {
    for (const [id, settlement] of this.unsettled) {
      await this.deps.alertStore.complete(id, this.deps.instanceId, settlement);
      this.unsettled.delete(id);
    }
  }

  private paused(error: unknown): number {
    if (error instanceof StateUnavailableError) this.alertStoreAway = true;
    else this.deps.log.error({ err: error }, 'unexpected dispatcher error');
    const nowMs = this.nowMs();
    return Math.max(nowMs + 1, Math.min(nowMs + LOOK_AGAIN_MS, this.outage.readyAt()));
  }

  private tellOfUnreadable(id: string): void {
    if (this.unreadable.has(id)) return;
    this.unreadable.add(id);
    this.deps.log.error({ delivery: id }, 'undecodable notification kept in outbox');
  }

  private nowMs(): number {
    return this.deps.clock.now().getTime();
  }
}
