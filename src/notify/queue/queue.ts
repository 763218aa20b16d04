import type { Clock } from '../../lib/clock';
import { msBetween } from '../../lib/time';
import type { MessageRefUpdate, OutboxRow, RetryState } from '../../storage/alertStore';
import { decodeMessageRef, decodeNotification, type IncidentMessageRef } from '../model/codec';
import { allRefs } from '../model/messageRefs';
import type { IncidentNotification, Notification } from '../model/notification';
import { incidentIdOf, isFirstNotification, isShownByMessage } from '../model/predicates';
import { handledPosting } from '../posting/posting';
import { FAULT_RETRY_MS, LONGEST_RETRY_MS } from '../retryPolicy';
import { selectRoute } from '../routing/route';
import type { SlackSender } from '../slackSender';
import type { LocalSchedule } from './localSchedule';
import { byPriority } from './priority';

/** What waits, as read from the outbox at one moment. */
export interface Queue {
  readonly waiting: readonly QueuedNotification[];
  /** Ids of what this version of the bot cannot decode. It is left for one that can. */
  readonly undecodable: readonly string[];
}

export interface QueuedNotification {
  readonly notification: Notification;
  readonly attempts: RetryState | null;
  /** The message of its incident. */
  readonly messageRef: IncidentMessageRef | null;
}

export const EMPTY_QUEUE: Queue = { waiting: [], undecodable: [] };

/** Decodes what the outbox holds. */
export function buildQueue(stored: readonly OutboxRow[], messageRefs: ReadonlyMap<string, string>): Queue {
  const read = stored.map(({ id, text, attempts }) => {
    const notification = decodeNotification(text);
    // One that says it is another could neither be claimed nor completed.
    return { id, attempts, notification: notification?.id === id ? notification : null };
  });
  return {
    undecodable: read.flatMap(({ id, notification }) => (notification === null ? [id] : [])),
    waiting: read.flatMap(({ notification, attempts }) => {
      if (notification === null) return [];
      const text = messageRefs.get(incidentIdOf(notification) ?? '');
      return [{ notification, attempts, messageRef: text === undefined ? null : decodeMessageRef(text) }];
    }),
  };
}

/** The queue once a notification was completed, and its incident's message is this; null for no change of that. */
export const withoutCompleted = (
  { waiting, undecodable }: Queue,
  id: string,
  message: MessageRefUpdate | null,
): Queue => ({
  undecodable,
  waiting: waiting
    .filter(({ notification }) => notification.id !== id)
    .map((queued) =>
      message !== null && incidentIdOf(queued.notification) === message.incidentId
        ? { ...queued, messageRef: decodeMessageRef(message.text) }
        : queued,
    ),
});

interface ScheduledNotification {
  readonly notification: Notification;
  readonly readyAt: number;
}

/**
 * What waits, the most urgent first, each with the time from which it may be sent, in ms by the monotonic clock; Infinity
 * when it waits for another. Pages have a worker of their own.
 */
export function scheduleQueue(
  { waiting }: Queue,
  {
    sender,
    fallback,
    local,
    clock,
  }: {
    readonly sender: SlackSender;
    readonly fallback: string | null;
    readonly local: LocalSchedule;
    readonly clock: Clock;
  },
): readonly ScheduledNotification[] {
  const roots = new Map(
    waiting.flatMap(({ notification }) =>
      notification.kind === 'incident' ? [[notification.incident.id, notification] as const] : [],
    ),
  );
  const { breaker, rateLimiter } = sender;
  const readyAt = (queued: QueuedNotification): number => {
    const { notification, messageRef, attempts } = queued;
    const delayedUntil = local.delayedUntil(notification.id);
    if (notification.kind === 'note' && messageRef === null && roots.has(notification.incidentId))
      return Number.POSITIVE_INFINITY;
    const root = notification.kind === 'note' ? roots.get(notification.incidentId) : undefined;
    if (root !== undefined && mustFollow(notification, root, messageRef)) {
      const waitMs = FOLLOWS_WITHIN_MS - msBetween(notification.detectedAt, clock.now());
      if (waitMs > 0) return clock.monotonicMs() + Math.min(waitMs, FOLLOWS_WITHIN_MS);
    }
    if (isShownByMessage(notification, messageRef)) return delayedUntil;
    const { operation, channel } = selectRoute(notification, {
      messages: allRefs(messageRef),
      breaker,
      fallback,
      way: attempts?.refusals?.way ?? 'usual',
    });
    return Math.max(
      delayedUntil,
      breaker.retryAt(channel),
      rateLimiter.readyAt(operation, channel),
      retryAt(queued, local.lastAttemptAt(notification.id), breaker.recoveredAt(channel), clock),
    );
  };
  return waiting
    .filter(({ notification }) => notification.kind !== 'page')
    .sort((a, b) => byPriority(toPriorityInput(a), toPriorityInput(b)))
    .map((queued) => ({ notification: queued.notification, readyAt: readyAt(queued) }));
}

/** A thread entry waits so long at most for its incident's message to be posted again, in ms. */
const FOLLOWS_WITHIN_MS = 60_000;

/**
 * Whether a thread entry belongs after a change of its incident's message: the newest one's thread may be another, or the
 * message be deleted.
 */
const mustFollow = (
  note: Notification,
  root: IncidentNotification,
  ref: IncidentMessageRef | null,
): boolean =>
  note.kind === 'note' &&
  isFirstNotification(root) &&
  ((note.posting ?? 0) > handledPosting(ref) ||
    (note.note.kind === 'acted' && root.incident.revision > (ref?.revision ?? 0)));

const toPriorityInput = ({ notification, messageRef }: QueuedNotification) => ({
  notification,
  isPosted:
    messageRef !== null &&
    (notification.kind !== 'incident' || handledPosting(messageRef) >= notification.incident.posting),
});

/** Once a channel works again, what failed there before goes at once, and in order, instead of at its own time. */
function retryAt(
  { attempts }: QueuedNotification,
  lastAttemptAt: number,
  recoveredAt: number,
  clock: Clock,
): number {
  if (attempts === null || attempts.notBefore === null) return Number.NEGATIVE_INFINITY;
  const nowMs = clock.monotonicMs();
  const waitMs = Date.parse(attempts.notBefore) - clock.now().getTime();
  // No wait is so long: it is by another instance's clock, or ours was set back since.
  if (waitMs > FAULT_RETRY_MS) return nowMs;
  // Slack's own limit is lifted by no recovery.
  if (attempts.lastFailure?.kind === 'rate_limited') return nowMs + waitMs;
  const failedBefore = recoveredAt > Math.max(lastAttemptAt, nowMs + waitMs - LONGEST_RETRY_MS);
  return failedBefore ? recoveredAt : nowMs + waitMs;
}
