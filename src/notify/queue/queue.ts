import type { Attempts, StoredDelivery } from '../../storage/alertStore';
import { wasThrottled } from '../failure';
import { deliveryFromText, type PlacedMessage, placedFromText } from '../model/codec';
import { messagesOf } from '../model/messageRefs';
import type { Delivery } from '../model/notification';
import { incidentOf, isTold } from '../model/predicates';
import { FAULT_RETRY_MS, LONGEST_RETRY_MS } from '../retryPolicy';
import { placeOf } from '../routing/route';
import type { Sender } from '../slackSender';
import type { OwnTimes } from './localSchedule';
import { byUrgency } from './priority';

/** What waits, as read from the ledger at one moment. */
export interface Queue {
  readonly waiting: readonly Waiting[];
  /** Ids of what this version of the bot cannot read. It is left for one that can. */
  readonly unreadable: readonly string[];
}

export interface Waiting {
  readonly delivery: Delivery;
  readonly attempts: Attempts | null;
  /** The message of its incident. */
  readonly placed: PlacedMessage | null;
}

/** Reads the ledger's texts. */
export function queueFrom(stored: readonly StoredDelivery[], messages: ReadonlyMap<string, string>): Queue {
  const read = stored.map(({ id, text, attempts }) => {
    const delivery = deliveryFromText(text);
    // One that says it is another could neither be claimed nor ended.
    return { id, attempts, delivery: delivery?.id === id ? delivery : null };
  });
  return {
    unreadable: read.flatMap(({ id, delivery }) => (delivery === null ? [id] : [])),
    waiting: read.flatMap(({ delivery, attempts }) => {
      if (delivery === null) return [];
      const text = messages.get(incidentOf(delivery) ?? '');
      return [{ delivery, attempts, placed: text === undefined ? null : placedFromText(text) }];
    }),
  };
}

export interface Next {
  readonly delivery: Delivery;
  readonly readyAt: number;
}

/** What waits, the most urgent first, each with the time from which it may be sent; Infinity when it waits for another. */
export function scheduleOf(
  { waiting }: Queue,
  {
    sender,
    fallback,
    times,
    nowMs,
  }: {
    readonly sender: Sender;
    readonly fallback: string | null;
    readonly times: OwnTimes;
    readonly nowMs: number;
  },
): readonly Next[] {
  const roots = new Set(
    waiting.flatMap(({ delivery }) => (delivery.kind === 'incident' ? [delivery.incident.id] : [])),
  );
  const readyAt = (one: Waiting): number => {
    const { delivery, placed } = one;
    const heldUntil = times.heldUntil(delivery.id);
    if (delivery.kind === 'note' && placed === null && roots.has(delivery.incidentId))
      return Number.POSITIVE_INFINITY;
    if (isTold(delivery, placed)) return heldUntil;
    const { operation, channel } = placeOf(delivery, {
      messages: messagesOf(placed),
      roads: sender.roads,
      fallback,
      nowMs,
    });
    return Math.max(
      heldUntil,
      sender.roads.opensAt(channel),
      sender.pace.readyAt(operation, channel),
      notBefore(one, times.triedAt(delivery.id), sender.roads.reopenedAt(channel), nowMs),
    );
  };
  return [...waiting]
    .sort((a, b) => byUrgency(rankable(a), rankable(b)))
    .map((one) => ({ delivery: one.delivery, readyAt: readyAt(one) }));
}

const rankable = ({ delivery, placed }: Waiting) => ({ delivery, isThere: placed !== null });

/** Once a channel works again, what failed there before goes at once, and in order, instead of at its own time. */
function notBefore({ attempts }: Waiting, triedAt: number, reopenedAt: number, nowMs: number): number {
  if (attempts === null || attempts.notBefore === null) return Number.NEGATIVE_INFINITY;
  const at = Date.parse(attempts.notBefore);
  // No wait of our own is so long: the clock that told this time was another, or was set back since.
  if (at - nowMs > FAULT_RETRY_MS && !wasThrottled(attempts.lastError)) return nowMs;
  const triedBefore = reopenedAt > Math.max(triedAt, at - LONGEST_RETRY_MS);
  return triedBefore && !wasThrottled(attempts.lastError) ? reopenedAt : at;
}
