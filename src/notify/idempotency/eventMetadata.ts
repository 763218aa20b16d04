import { MAX_CLOCK_SKEW_MS } from '../../lib/time';
import type { MessageMetadata } from '../../slack/outbound/slackApi';
import type { Notification } from '../model/notification';

export type EventDelivery = Extract<Notification, { readonly kind: 'event' }>;

/** What happened, by rule, target and key, and between which sights, in ms since the epoch. */
interface EventWindow {
  readonly what: string;
  readonly after: number;
  readonly until: number;
}

/** What tells an event's message again, also to a copy of the bot that had seen the trader at another time before. */
export const eventMetadata = ({ id, detectedAt }: EventDelivery): MessageMetadata => ({
  id,
  detectedAt: detectedAt.getTime(),
});

/**
 * Whether a mark is that of the same event. Each copy knows that it happened after the last sight that it remembers, and
 * before the one in which it was detected; the same happens again only after the sight that told of it first. A tuning session
 * does so only after one more sight, which found it going on: so it does not matter if clocks differ by less than that.
 */
export function isSameEvent(mark: MessageMetadata, delivery: EventDelivery): boolean {
  const [told, own] = [mark, eventMetadata(delivery)].map(parseEventId);
  if (!told || !own || told.what !== own.what) return false;
  const spans = [told, own].map(({ after, until }) => until - after);
  const differMs =
    delivery.event.rule === 'tuning' ? Math.min(MAX_CLOCK_SKEW_MS, ...spans.map((ms) => ms / 2)) : 0;
  return told.after < own.until + differMs && own.after < told.until + differMs;
}

/** The last sight before an event, in ms since the epoch; null where its id does not tell. */
export const previousObservation = (delivery: EventDelivery): number | null =>
  parseEventId(eventMetadata(delivery))?.after ?? null;

/** As `eventDelivery` makes the id; null of any other. */
function parseEventId({ id, detectedAt: until }: MessageMetadata): EventWindow | null {
  const [, what, after] = /^(event:.+):(\d+)$/s.exec(id) ?? [];
  return what === undefined || until === undefined ? null : { what, after: Number(after), until };
}
