import { MAX_CLOCK_SKEW_MS } from '../../lib/time';
import type { MessageMetadata } from '../../slack/outbound/slackApi';
import type { Notification } from '../model/notification';

export type EventNotification = Extract<Notification, { readonly kind: 'event' }>;

/** By what an event's message is found again, also by an instance that had observed the trader at another time before. */
export function eventMetadata({ id, detectedAt, event, occurrence }: EventNotification): MessageMetadata {
  const until = { id, detectedAt: detectedAt.getTime() };
  if (occurrence === null) return until;
  return { ...until, event: `${event.rule}:${event.target}:${occurrence.key}`, after: occurrence.after };
}

/**
 * Whether metadata is that of the same event. Each instance knows that it happened after the last observation that it
 * remembers, and before the one in which it was detected; the same happens again only after the observation that first
 * reported it. A tuning session can finish again only after another check saw it running, so clock skew below one check
 * interval is harmless.
 */
export function isSameEvent(metadata: MessageMetadata, notification: EventNotification): boolean {
  const [one, other] = [windowOf(metadata), windowOf(eventMetadata(notification))];
  if (one === null || other === null || one.event !== other.event) return false;
  const lengthsMs = [one, other].map(({ after, until }) => (until - after) / 2);
  const skewMs = notification.event.rule === 'tuning' ? Math.min(MAX_CLOCK_SKEW_MS, ...lengthsMs) : 0;
  return one.after < other.until + skewMs && other.after < one.until + skewMs;
}

/** Which event happened, and between which observations, in epoch ms; null of metadata that does not tell. */
const windowOf = ({ event, after, detectedAt: until }: MessageMetadata) =>
  event === undefined || after === undefined || until === undefined ? null : { event, after, until };
