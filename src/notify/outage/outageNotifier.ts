import type { Incident } from '../../alerting/incidents/incident';
import { incidentNotification } from '../../alerting/incidents/notificationIds';
import { isOutage, isSameOutage } from '../../alerting/observation/gap';
import type { Posted } from '../../slack/outbound/slackApi';
import type { DispatcherDeps } from '../dispatcherOptions';
import { findExisting, keepOldest, removeDuplicates } from '../idempotency/lookup';
import { searchFrom } from '../idempotency/metadata';
import type { IncidentNotification, Notification } from '../model/notification';
import { renderContext, withoutBlocks } from '../rendering';
import { backoffMs, DUPLICATE_CHECK_DELAY_MS, IN_FLIGHT_WINDOW_MS, LOOKUP_GIVE_UP_MS } from '../retryPolicy';
import { channelsOf, postTo, selectRoute } from '../routing/route';
import type { SlackSender } from '../slackSender';
import { type OrphanedOutage, OrphanedOutages } from './orphanedOutages';

type Deps = Pick<DispatcherDeps, 'clock' | 'log' | 'random' | 'settings'>;

interface OutageNotification {
  readonly delivery: IncidentNotification;
  /** Where it was told, once it was. */
  readonly posted: Posted | null;
  /** It was told, and another copy's message, if there was one first, stands in place of ours. */
  readonly done: boolean;
  readonly failures: number;
  readonly nextAt: number;
}

/** After so many tries, about a minute, it is told even if it cannot be looked up: better twice than never. */
const MAX_LOOKUPS = 6;

/** Tells of an outage with no store to keep it in: from memory, looked up before and after it is posted. */
export class OutageNotifier {
  private telling: OutageNotification | null = null;
  /** What was posted without our knowing what became of it. */
  private mayBeThere: IncidentNotification | null = null;
  /** Until when Slack may carry that out, in ms since the epoch. */
  private landsBy = Number.NEGATIVE_INFINITY;
  /** The messages (their ts) that it told of earlier ones in, which are over, though they may not say so yet. */
  private readonly ofEarlier = new Set<string>();
  private readonly left: OrphanedOutages;

  constructor(
    private readonly deps: Deps,
    private readonly sender: SlackSender,
  ) {
    this.left = new OrphanedOutages(deps, sender);
  }

  /** From now on this is to be told, if it was not already. */
  tell(incident: Incident, channel: string): void {
    if (this.telling?.delivery.incident.id === incident.id) return;
    if (this.telling?.posted) this.ofEarlier.add(this.telling.posted.ts);
    const delivery = incidentNotification(incident, { channel, detectedAt: this.deps.clock.now() });
    this.telling = { delivery, posted: null, done: false, failures: 0, nextAt: Number.NEGATIVE_INFINITY };
  }

  /** What is not told yet has ended: it is told from the store. */
  leaveOff(): void {
    if (this.telling?.posted === null) this.telling = null;
  }

  /**
   * The store has this one: it is told from there. Until when Slack may still carry out our own post of it, in ms since
   * the epoch; -Infinity for not at all.
   */
  handOver(delivery: Notification): number {
    if (isOf(delivery, this.telling?.delivery)) this.leaveOff();
    const mayLand = this.telling === null && isOf(delivery, this.mayBeThere);
    return mayLand ? this.landsBy : Number.NEGATIVE_INFINITY;
  }

  /** Where this copy told of it; null when it did not. */
  whereTold(delivery: Notification): Posted | null {
    return this.telling?.done && isOf(delivery, this.telling.delivery) ? this.telling.posted : null;
  }

  /** As OutageLeftOpen, once nothing of this copy's own may still land. */
  async leftOpen(channel: string, over: readonly Incident[]): Promise<OrphanedOutage> {
    return this.nowMs() < this.landsBy ? 'not now' : this.left.find(channel, over);
  }

  /** What still is to be told. */
  waiting(): Notification | null {
    return this.telling === null || this.telling.done ? null : this.telling.delivery;
  }

  /** After the clock was set back: it may be told at once. */
  forgetTimes(): void {
    this.landsBy = Number.NEGATIVE_INFINITY;
    if (this.telling !== null) this.telling = { ...this.telling, nextAt: Number.NEGATIVE_INFINITY };
  }

  /** When step() has something to do; Infinity for never. */
  readyAt(): number {
    const { telling } = this;
    if (telling === null || telling.done) return Number.POSITIVE_INFINITY;
    const { operation, channel } = this.place(telling.delivery);
    return Math.max(
      telling.nextAt,
      this.sender.breaker.retryAt(channel),
      this.sender.rateLimiter.readyAt(operation, channel),
    );
  }

  /** Goes on with telling, as far as it comes. Never rejects. */
  async step(): Promise<void> {
    const { telling } = this;
    if (telling === null || telling.done || this.readyAt() > this.nowMs()) return;
    const since = searchFrom(telling.delivery, null);
    const earlier = telling.posted === null ? await this.toldBefore(telling.delivery, since) : null;
    if (this.telling !== telling) return;
    if (earlier === 'not known' && this.hasToLook(telling)) return this.goOn(telling, null, null);
    if (earlier !== null && earlier !== 'not known') return this.goOn(telling, earlier, earlier);
    const mine = telling.posted ?? (await this.post(telling.delivery));
    this.goOn(telling, mine, mine && (await this.staying(telling.delivery, mine, since)));
  }

  /** What may have been posted is looked for longer than what others may have told. */
  private hasToLook({ delivery, failures }: OutageNotification): boolean {
    if (this.mayBeThere !== delivery) return failures < MAX_LOOKUPS;
    const { lookups } = this.sender;
    return this.placesOf(delivery).every(({ channel }) => lookups.failingForMs(channel) < LOOKUP_GIVE_UP_MS);
  }

  /** Remembers where it was told, and, when `stays` is given, that nothing is left to do. */
  private goOn(telling: OutageNotification, posted: Posted | null, stays: Posted | null): void {
    // What was posted while it was left off is known all the same: the store's delivery goes on with it.
    const isLeftOff = this.telling === null && posted !== null;
    if (this.telling !== telling && !isLeftOff) return;
    if (stays !== null)
      this.deps.log.info({ delivery: telling.delivery.id, ...stays }, 'outage notification sent');
    const failures = stays === null ? telling.failures + 1 : 0;
    const waitMs = stays === null ? backoffMs(failures, this.deps.random) : 0;
    const nextAt = Math.max(this.nowMs() + waitMs, this.landsBy);
    this.telling = { ...telling, posted: stays ?? posted, done: stays !== null, failures, nextAt };
  }

  private async toldBefore(
    delivery: IncidentNotification,
    since: Date,
  ): Promise<Posted | null | 'not known'> {
    const looked = await findExisting(this.sender, delivery, this.placesOf(delivery), since, this.ofEarlier);
    if (looked.kind === 'failed') return 'not known';
    if (looked.kind === 'absent') return null;
    const isSure =
      this.mayBeThere !== delivery || (await removeDuplicates(this.sender, delivery, looked.posted, since));
    return isSure ? looked.posted : 'not known';
  }

  private placesOf(delivery: IncidentNotification) {
    return channelsOf(delivery, this.deps.settings.fallbackChannel).map(postTo);
  }

  private async post(delivery: IncidentNotification): Promise<Posted | null> {
    let plain: string | null = null;
    // Its own channel, the fallback, and each of them once without layout.
    for (let ways = 0; ways < 4; ways++) {
      const place = this.place(delivery);
      if (this.sender.breaker.retryAt(place.channel) > this.nowMs()) return null;
      if (!(await this.sender.waitForSlot(place))) return null;
      const message = this.sender.render(
        delivery,
        renderContext(delivery, place.channel, this.sender.breaker, this.deps.clock.now()),
      );
      const outcome = await this.sender.send(
        delivery,
        plain === null ? message : withoutBlocks(message, plain),
        place,
      );
      if (outcome.kind === 'done') return outcome.value;
      if (outcome.kind === 'unknown') {
        this.mayBeThere = delivery;
        this.landsBy = this.nowMs() + (this.deps.settings.inFlightMs ?? IN_FLIGHT_WINDOW_MS);
      }
      if (outcome.kind !== 'refused' || !['channel', 'message'].includes(outcome.mends)) return null;
      if (outcome.mends === 'message') plain = outcome.code;
    }
    return null;
  }

  private staying(delivery: IncidentNotification, mine: Posted, since: Date): Promise<Posted | null> {
    const { duplicateCheckDelayMs = DUPLICATE_CHECK_DELAY_MS } = this.deps.settings;
    return keepOldest(this.sender, delivery, mine, since, duplicateCheckDelayMs, this.ofEarlier);
  }

  private place(delivery: IncidentNotification) {
    const { breaker } = this.sender;
    return selectRoute(delivery, {
      messages: [],
      roads: breaker,
      fallback: this.deps.settings.fallbackChannel,
      nowMs: this.nowMs(),
    });
  }

  private nowMs(): number {
    return this.deps.clock.now().getTime();
  }
}

/** Whether a delivery is about the outage that was told. */
const isOf = (delivery: Notification, told: IncidentNotification | null | undefined): boolean =>
  told != null &&
  delivery.kind === 'incident' &&
  isOutage(delivery.incident) &&
  isSameOutage(delivery.incident, told.incident);
