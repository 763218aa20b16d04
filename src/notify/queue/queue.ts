import type { OutboxRow, RetryState } from '../../storage/alertStore';
import { wasRateLimited } from '../failure';
import { decodeMessageRef, decodeNotification, type IncidentMessageRef } from '../model/codec';
import { allRefs } from '../model/messageRefs';
import type { Notification } from '../model/notification';
import { incidentIdOf, isAlreadySent } from '../model/predicates';
import { FAULT_RETRY_MS, LONGEST_RETRY_MS } from '../retryPolicy';
import { selectRoute } from '../routing/route';
import type { SlackSender } from '../slackSender';
import type { LocalSchedule } from './localSchedule';
import { byPriority } from './priority';

/** What waits, as read from the store at one moment. */
export interface Queue {
  readonly waiting: readonly QueuedNotification[];
  /** Ids of what this version of the bot cannot read. It is left for one that can. */
  readonly undecodable: readonly string[];
}

export interface QueuedNotification {
  readonly delivery: Notification;
  readonly attempts: RetryState | null;
  /** The message of its incident. */
  readonly messageRef: IncidentMessageRef | null;
}

/** Reads the store's texts. */
export function buildQueue(stored: readonly OutboxRow[], messages: ReadonlyMap<string, string>): Queue {
  const read = stored.map(({ id, text, attempts }) => {
    const delivery = decodeNotification(text);
    // One that says it is another could neither be claimed nor ended.
    return { id, attempts, delivery: delivery?.id === id ? delivery : null };
  });
  return {
    undecodable: read.flatMap(({ id, delivery }) => (delivery === null ? [id] : [])),
    waiting: read.flatMap(({ delivery, attempts }) => {
      if (delivery === null) return [];
      const text = messages.get(incidentIdOf(delivery) ?? '');
      return [{ delivery, attempts, messageRef: text === undefined ? null : decodeMessageRef(text) }];
    }),
  };
}

export interface ScheduledNotification {
  readonly delivery: Notification;
  readonly readyAt: number;
}

/** What waits, the most urgent first, each with the time from which it may be sent; Infinity when it waits for another. */
export function schedule(
  { waiting }: Queue,
  {
    sender,
    fallback,
    times,
    nowMs,
  }: {
    readonly sender: SlackSender;
    readonly fallback: string | null;
    readonly times: LocalSchedule;
    readonly nowMs: number;
  },
): readonly ScheduledNotification[] {
  const roots = new Set(
    waiting.flatMap(({ delivery }) => (delivery.kind === 'incident' ? [delivery.incident.id] : [])),
  );
  const readyAt = (one: QueuedNotification): number => {
    const { delivery, messageRef } = one;
    const heldUntil = times.delayedUntil(delivery.id);
    if (delivery.kind === 'note' && messageRef === null && roots.has(delivery.incidentId))
      return Number.POSITIVE_INFINITY;
    if (isAlreadySent(delivery, messageRef)) return heldUntil;
    const { operation, channel } = selectRoute(delivery, {
      messages: allRefs(messageRef),
      roads: sender.breaker,
      fallback,
      nowMs,
    });
    return Math.max(
      heldUntil,
      sender.breaker.retryAt(channel),
      sender.rateLimiter.readyAt(operation, channel),
      notBefore(one, times.lastAttemptAt(delivery.id), sender.breaker.recoveredAt(channel), nowMs),
    );
  };
  return [...waiting]
    .sort((a, b) => byPriority(toPriorityInput(a), toPriorityInput(b)))
    .map((one) => ({ delivery: one.delivery, readyAt: readyAt(one) }));
}

const toPriorityInput = ({ delivery, messageRef }: QueuedNotification) => ({
  delivery,
  isThere: messageRef !== null,
});

/** Once a channel works again, what failed there before goes at once, and in order, instead of at its own time. */
function notBefore(
  { attempts }: QueuedNotification,
  triedAt: number,
  reopenedAt: number,
  nowMs: number,
): number {
  if (attempts === null || attempts.notBefore === null) return Number.NEGATIVE_INFINITY;
  const at = Date.parse(attempts.notBefore);
  // No wait of our own is so long: the clock that told this time was another, or was set back since.
  if (at - nowMs > FAULT_RETRY_MS && !wasRateLimited(attempts.lastError)) return nowMs;
  const triedBefore = reopenedAt > Math.max(triedAt, at - LONGEST_RETRY_MS);
  return triedBefore && !wasRateLimited(attempts.lastError) ? reopenedAt : at;
}
