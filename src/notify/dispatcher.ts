import type { Incident } from '../alerting/incidents/incident';
import { incidentNotification } from '../alerting/incidents/notificationIds';
import { StateUnavailableError } from '../redis/errors';
import type { Outbox } from '../storage/alertStore';
import type { DispatcherDeps } from './dispatcherOptions';
import { type DeliveryHealth, deliveryHealth } from './health';
import { LocalDecisions } from './outage/localDecisions';
import { LocalOutbox } from './outage/localOutbox';
import { findOrphanedOutage, type OrphanedOutage } from './outage/orphanedOutages';
import { type OutboxSource, OutboxWorker, REFRESH_INTERVAL_MS } from './outboxWorker';
import { createPageWorker } from './pages/createPageWorker';
import type { PageWorker } from './pages/pageWorker';
import { PollLoop } from './pollLoop';
import { buildQueue } from './queue/queue';
import { SlackSender } from './slackSender';
import { StoreSource } from './storeSource';

export type { DispatcherDeps, DispatcherHooks, DispatcherSettings } from './dispatcherOptions';
export type { DeliveryHealth } from './health';

/** Sends the notifications that are pending in the store to Slack; without a store, those of the local outbox. */
export class Dispatcher {
  private readonly sender: SlackSender;
  private readonly localOutbox: LocalOutbox;
  private readonly storeSource: StoreSource;
  private readonly local: OutboxWorker;
  private readonly decisions: OutboxWorker;
  private readonly store: OutboxWorker;
  private readonly pages: PageWorker;
  private readonly loop: PollLoop;
  private stopping = false;
  private tail: Promise<unknown> = Promise.resolve();

  constructor(private readonly deps: DispatcherDeps) {
    this.sender = new SlackSender(deps);
    this.localOutbox = new LocalOutbox(deps.clock);
    const decisions = deps.localDecisions ?? new LocalDecisions(deps.clock);
    this.storeSource = new StoreSource(deps, this.localOutbox, decisions);
    this.pages = createPageWorker(deps);
    this.local = new OutboxWorker(deps, this.sender, localSource(this.localOutbox), this.pages);
    this.decisions = new OutboxWorker(deps, this.sender, localSource(decisions), this.pages);
    this.store = new OutboxWorker(deps, this.sender, this.storeSource, this.pages);
    const tick = async () => Math.min(REFRESH_INTERVAL_MS, await this.serialize(() => this.drain()));
    this.loop = new PollLoop(tick, deps.sleep);
  }

  /** Begins to send, and looks again every second. */
  start(): void {
    this.loop.start();
  }

  /** Looks at once: something was committed. */
  wake(): void {
    this.loop.wake();
  }

  /** Finishes the call in flight, within `limitMs`; what waits is kept. */
  async stop(limitMs: number): Promise<void> {
    this.stopping = true;
    this.pages.stop();
    if (!(await this.loop.stop(limitMs))) this.deps.log.warn('shutdown timed out with a delivery in flight');
  }

  /** Sends all that may be sent now; resolves to how long until the next may, in ms. Never rejects. */
  async dispatchDue(): Promise<number> {
    const nextInMs = await this.serialize(() => this.drain());
    await this.pages.settled();
    return Math.min(nextInMs, this.pages.nextInMs());
  }

  /** Reports an outage without the store, once, however often it is called; resolves after the first attempt. */
  notifyOutage(incident: Incident, channel: string): Promise<void> {
    const target = { channel, detectedAt: this.deps.clock.now() };
    this.localOutbox.enqueue(incidentNotification(incident, target));
    return this.serialize(async () => {
      this.local.invalidate();
      await this.stepOf(this.local);
    });
  }

  /** The outage is over, and that is stored: what was not sent of it yet is sent from the store. */
  outageEnded(): void {
    this.localOutbox.cancelUnsent();
  }

  /**
   * The outage that an instance reported and did not end, such as one that died; null when none is known of. What is known
   * to be over is ended in its message, or that is removed where an earlier message says so. Never rejects.
   */
  findOrphanedOutage(channels: readonly string[], over: readonly Incident[]): Promise<OrphanedOutage> {
    return this.lookForOrphan(channels, over).catch(() => 'retry later' as const);
  }

  /** As of the last look. */
  health(): DeliveryHealth {
    return deliveryHealth({
      queue: this.store.queue,
      localQueues: [this.local.queue, this.decisions.queue],
      sender: this.sender,
      pageFaults: this.pages.health(),
      storeUnavailable: this.storeSource.isUnavailable,
      refreshedAt: this.storeSource.refreshedAt,
      now: this.deps.clock.now(),
    });
  }

  private async lookForOrphan(
    channels: readonly string[],
    over: readonly Incident[],
  ): Promise<OrphanedOutage> {
    const { deps, sender, localOutbox } = this;
    const isOwnUnderway = async (): Promise<boolean> =>
      localOutbox.isInFlight() || (await localOutbox.pending()).length > 0;
    // What this instance is just sending of its own is sent first.
    await this.serialize(async () => undefined);
    if (localOutbox.isInFlight()) return 'retry later';
    const inTurn = <T>(work: () => Promise<T>): Promise<T> => this.serialize(work);
    const orphan = await findOrphanedOutage({ ...deps, inTurn }, sender, channels, over);
    // One that this instance has reported meanwhile is no orphan.
    return orphan !== null && (await isOwnUnderway()) ? 'retry later' : orphan;
  }

  /** One after the other, so that this instance never sends the same twice by itself. */
  private serialize<T>(work: () => Promise<T>): Promise<T> {
    const done = this.tail.then(work);
    this.tail = done.catch(() => undefined);
    return done;
  }

  private async drain(): Promise<number> {
    const workers = [this.local, this.decisions, this.store];
    for (const worker of workers) worker.invalidate();
    for (;;) {
      if (this.stopping) return Number.POSITIVE_INFINITY;
      let next = Number.POSITIVE_INFINITY;
      for (const worker of workers) next = Math.min(next, await this.stepOf(worker));
      const waitMs = next - this.deps.clock.monotonicMs();
      if (waitMs > 0) return waitMs;
    }
  }

  private async stepOf(worker: OutboxWorker): Promise<number> {
    try {
      return await worker.step();
    } catch (error) {
      if (error instanceof StateUnavailableError) this.storeSource.isUnavailable = true;
      else this.deps.log.error({ err: error }, 'unexpected dispatcher error');
      worker.invalidate();
      return this.deps.clock.monotonicMs() + REFRESH_INTERVAL_MS;
    }
  }
}

const localSource = (outbox: Outbox): OutboxSource => ({
  outbox,
  isLocal: true,
  read: async () => buildQueue(await outbox.pending(), await outbox.messageRefs()),
  contextOf: () => ({ verifyBefore: null, ownMessage: null }),
});
