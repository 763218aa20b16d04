import type { Message } from '../../../formatters/blockKit/message';
import { isOutage } from '../../alerting/observation/gap';
import type { Posted, SendFailure } from '../../slack/outbound/slackApi';
import type { Claim } from '../../storage/alertStore';
import type { DispatcherDeps } from '../dispatcherOptions';
import { describeFailure } from '../failure';
import { findExisting, keepOldest, type LookupResult } from '../idempotency/lookup';
import { searchFrom } from '../idempotency/metadata';
import { encodeMessageRef, type IncidentMessageRef } from '../model/codec';
import { MessageRefs } from '../model/messageRefs';
import type { MessageRef, Notification } from '../model/notification';
import { isAlreadySent, isFirstNotification } from '../model/predicates';
import { type RenderContext, renderContext, withoutBlocks } from '../rendering';
import {
  DUPLICATE_CHECK_DELAY_MS,
  IN_FLIGHT_WINDOW_MS,
  LOOKUP_GIVE_UP_MS,
  REDIRECT_LOOKUP_GIVE_UP_MS,
} from '../retryPolicy';
import { possibleFallbackRoutes, possibleRoutes, postTo, type Route, selectRoute } from '../routing/route';
import type { SlackSender } from '../slackSender';
import { completionFor } from './completion';
import type { Lease } from './lease';
import type { Ending } from './result';
import { nextRetryState } from './retryState';

export type DeliveryDeps = Pick<
  DispatcherDeps,
  'alertStore' | 'clock' | 'log' | 'instanceId' | 'settings' | 'random' | 'hooks'
>;

/** Slack's words for a message to update that is no longer there, or not ours to change. */
const MESSAGE_MISSING_ERRORS = ['message_not_found', 'cant_update_message', 'edit_window_closed'];
/** The same for the thread to reply in. */
const THREAD_MISSING_ERRORS = ['thread_not_found', 'message_not_found', 'cannot_reply_to_message'];

/** The steps of one attempt, of which each may be the last. */
export class DeliveryAttempt {
  private readonly startedAt: Date;
  /** Whether its message may have been sent without our knowing. */
  private uncertain: boolean;
  private readonly hadMessage: boolean;
  private readonly messages: MessageRefs;
  private readonly notThese: ReadonlySet<string>;
  private refusedLayout: string | null = null;

  constructor(
    private readonly deps: DeliveryDeps,
    private readonly sender: SlackSender,
    private readonly lease: Lease,
    private readonly claim: Claim,
    private readonly delivery: Notification,
    placed: IncidentMessageRef | null,
    private readonly toldOutage: Posted | null,
    /** Other incidents' messages, by their ts or the id in their mark. */
    taken: ReadonlySet<string>,
  ) {
    this.startedAt = deps.clock.now();
    this.hadMessage = placed !== null;
    this.messages = new MessageRefs(placed);
    // One that cannot be updated any more is known, and no answer to whether there is another.
    this.notThese = new Set([...taken, ...this.messages.existing.map(({ ts }) => ts)]);
    this.uncertain =
      isFirstNotification(delivery) &&
      (claim.previousLeaseExpired || (claim.attempts?.inDoubtSince ?? null) !== null);
  }

  async run(): Promise<Ending> {
    const told = this.toldOutage;
    if (!this.hadMessage && told !== null && !this.notThese.has(told.ts)) return this.found(told);
    let place = this.place();
    let failure: SendFailure = { kind: 'throttled', retryAfterMs: 1_000 };
    // Each round either ends or goes another way; there are no more ways than this.
    for (let ways = 0; ways < 6; ways++) {
      const kept = this.messages.toStored();
      if (isAlreadySent(this.delivery, kept)) return this.settled(kept, false);
      const before = place.operation === 'post' ? await this.sentBefore(place) : null;
      if (before !== null) return before;
      if (!(await this.sender.waitForSlot(place))) return this.released(failure, place.operation);
      await this.lease.ensure();
      const outcome = await this.sender.send(this.delivery, this.message(place), place);
      if (outcome.kind === 'done') return this.sent(outcome.value, place);
      const next = this.wayAfter(outcome, place);
      if (next === null) return this.released(outcome, place.operation);
      failure = outcome;
      place = next;
    }
    return this.released({ kind: 'refused', code: 'no_way_left', mends: 'retry' }, place.operation);
  }

  /** How it ends when its message was sent before, or when that cannot be known yet; null when it may be sent. */
  private async sentBefore(place: Route): Promise<Ending | null> {
    if (!this.uncertain && !(this.isBlind && this.messages.current === null)) return null;
    const { fallbackChannel } = this.deps.settings;
    const places = possibleRoutes(this.delivery, place, fallbackChannel);
    const looked = await this.lookedUp(places);
    if (looked.kind === 'found') return this.found(looked.posted);
    if (looked.kind === 'absent')
      this.uncertain = places.some(({ channel }) => this.sender.lookups.isDenied(channel));
    else if (this.sender.lookups.failingForMs(looked.channel) < LOOKUP_GIVE_UP_MS)
      return this.released(looked.failure, 'find');
    return null;
  }

  private lookedUp(places: readonly Route[]): Promise<LookupResult> {
    const { sender, delivery, lookFrom: searchFrom, notThese, lease } = this;
    return findExisting(sender, delivery, places, searchFrom, notThese, () => lease.ensure());
  }

  private get isBlind(): boolean {
    return this.delivery.kind === 'incident' && isOutage(this.delivery.incident);
  }

  private get lookFrom(): Date {
    return searchFrom(this.delivery, this.claim.attempts?.inDoubtSince ?? null);
  }

  private place(): Route {
    const { clock, settings } = this.deps;
    const known = {
      messages: this.messages.existing,
      roads: this.sender.breaker,
      fallback: settings.fallbackChannel,
    };
    return selectRoute(this.delivery, { ...known, nowMs: clock.now().getTime() });
  }

  /** Another way to go at once after a refusal; null when there is none. */
  private wayAfter(failure: SendFailure, place: Route): Route | null {
    if (failure.kind !== 'refused') return null;
    if (place.ts !== null && MESSAGE_MISSING_ERRORS.includes(failure.code)) {
      this.messages.markDeleted(place.ts);
      // It may have been posted anew already, where the store is older than that.
      this.uncertain = true;
      return this.place();
    }
    if (place.threadTs !== null && THREAD_MISSING_ERRORS.includes(failure.code)) return postTo(place.channel);
    if (failure.mends === 'message') return this.plainWay(failure.code, place);
    if (failure.mends !== 'channel') return null;
    const next = this.place();
    const isOpen = this.sender.breaker.retryAt(next.channel) <= this.deps.clock.now().getTime();
    return isOpen && next.channel !== place.channel ? next : null;
  }

  private plainWay(code: string, place: Route): Route | null {
    const { log } = this.deps;
    log.error({ delivery: this.delivery.id, code }, 'message rejected');
    if (this.refusedLayout !== null) return null;
    this.refusedLayout = code;
    return place;
  }

  private message(place: Route): Message {
    const message = this.sender.render(this.delivery, this.context(place));
    return this.refusedLayout === null ? message : withoutBlocks(message, this.refusedLayout);
  }

  private context(place: Route): RenderContext {
    const { sender, deps, delivery } = this;
    const detectedAt = this.detectedAt();
    const context = renderContext(
      { ...delivery, detectedAt },
      place.channel,
      sender.breaker,
      deps.clock.now(),
    );
    const because = describeFailure(this.claim.attempts?.lastError ?? null) ?? context.delayReason;
    // An older message may stand in a channel that is neither.
    const insteadOf = place.channel === deps.settings.fallbackChannel ? context.redirectedFrom : null;
    return { ...context, delayReason: because, redirectedFrom: insteadOf };
  }

  /** An incident that is told for the first time was detected when it opened, whatever became of it since. */
  private detectedAt(): Date {
    const { delivery } = this;
    if (delivery.kind !== 'incident' || this.hadMessage || this.isBlind) return delivery.detectedAt;
    const { openedAt } = delivery.incident;
    return new Date(Math.min(openedAt.getTime(), delivery.detectedAt.getTime()));
  }

  private async sent(posted: Posted, place: Route): Promise<Ending> {
    const stays = this.isBlind && place.operation === 'post' ? await this.stays(posted) : posted;
    if (stays.ts !== posted.ts) return this.found(stays);
    const { delivery, messages } = this;
    const isUpdate =
      delivery.kind === 'incident' && isFirstNotification(delivery) && place.operation === 'update';
    if (isUpdate) return this.updated({ ...posted, revision: delivery.incident.revision });
    this.noteDelivered(posted, place.operation);
    if (delivery.kind !== 'incident') return this.settled(null, true);
    const { revision, closedAt } = delivery.incident;
    if (!isFirstNotification(delivery)) return this.settled(messages.withUpdated(posted, revision), true);
    return this.settled(messages.withCurrent({ ...posted, revision }, closedAt), true);
  }

  private noteDelivered({ channel, ts }: Posted, operation: Route['operation']): void {
    const { delivery, deps } = this;
    deps.log.info({ delivery: delivery.id, channel, ts, operation }, 'notification delivered');
    if (isFirstNotification(delivery))
      deps.hooks?.onDelivered?.({ delivery, detectedAt: this.detectedAt(), deliveredAt: deps.clock.now() });
  }

  /** What was posted in another channel meanwhile, without our knowing, is brought up to date next. */
  private async updated(main: MessageRef): Promise<Ending> {
    const { messages, sender } = this;
    const elsewhere = possibleFallbackRoutes(
      this.delivery,
      messages.existing,
      this.deps.settings.fallbackChannel,
    );
    const looked = this.uncertain ? await this.lookedUp(elsewhere) : null;
    if (looked?.kind === 'failed' && sender.lookups.failingForMs(looked.channel) < REDIRECT_LOOKUP_GIVE_UP_MS)
      return this.released(looked.failure, 'find');
    this.noteDelivered(main, 'update');
    const strayed = looked?.kind === 'found' ? [{ ...looked.posted, revision: 0 }] : [];
    return this.settled(messages.withCurrent(main, messages.current?.coveredUntil ?? null, strayed), true);
  }

  /** Of an outage: the message that stays, when a copy that saw no store told of it at the same time. */
  private async stays(posted: Posted): Promise<Posted> {
    const { duplicateCheckDelayMs = DUPLICATE_CHECK_DELAY_MS } = this.deps.settings;
    await this.lease.ensure();
    const { sender, delivery, lookFrom: searchFrom, notThese } = this;
    return (
      (await keepOldest(sender, delivery, posted, searchFrom, duplicateCheckDelayMs, notThese)) ?? posted
    );
  }

  /** It was sent before; as which revision of an incident is not known, so that is brought up to date next. */
  private found(posted: Posted): Ending {
    this.deps.log.info({ delivery: this.delivery.id, ...posted }, 'existing message found; not re-sent');
    const { delivery } = this;
    if (delivery.kind !== 'incident') return this.settled(null, false);
    const { closedAt, id } = delivery.incident;
    const wasClosed = closedAt !== null && closedAt.getTime() <= Number(posted.ts) * 1000;
    const placed = this.messages.withCurrent({ ...posted, revision: 0 }, wasClosed ? closedAt : null);
    return {
      kind: 'settled',
      sent: false,
      settlement: { text: null, message: { incidentId: id, text: encodeMessageRef(placed) } },
    };
  }

  private settled(placed: IncidentMessageRef | null, sent: boolean): Ending {
    return { kind: 'settled', sent, settlement: completionFor(this.delivery, this.claim.text, placed) };
  }

  private released(failure: SendFailure, after: Route['operation'] | 'find'): Ending {
    const isUnknown = failure.kind === 'unknown';
    const mayHaveGone = isUnknown && after === 'post';
    const { inFlightMs = IN_FLIGHT_WINDOW_MS } = this.deps.settings;
    const mayLandForMs = isUnknown && after !== 'find' ? inFlightMs : 0;
    return {
      kind: 'released',
      mayLandForMs,
      attempts: nextRetryState(failure, {
        before: this.claim.attempts,
        inDoubtSince: this.uncertain || mayHaveGone ? this.startedAt : null,
        mayLandForMs,
        now: this.deps.clock.now(),
        random: this.deps.random,
      }),
    };
  }
}
