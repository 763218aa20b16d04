import type { Mark } from '../slack/port';
import type { Delivery } from './delivery';

type EventDelivery = Extract<Delivery, { readonly kind: 'event' }>;

/** What happened, by rule, target and key, and between which sights, in ms since the epoch. */
interface Sighting {
  readonly what: string;
  readonly after: number;
  readonly until: number;
}

/** What tells an event's message again, also to a copy of the bot that had seen the trader at another time before. */
export const eventMark = ({ id, detectedAt }: EventDelivery): Mark => ({
  id,
  detectedAt: detectedAt.getTime(),
});

/**
 * Whether a mark is that of the same event. Each copy knows that it happened after the last sight that it remembers, and
 * before the one in which it was detected; the same happens again only after the sight that told of it first.
 */
export function isOfEvent(mark: Mark, delivery: EventDelivery): boolean {
  const [told, own] = [mark, eventMark(delivery)].map(sightingOf);
  return !!told && !!own && told.what === own.what && told.after < own.until && own.after < told.until;
}

/** The last sight before an event, in ms since the epoch; null where its id does not tell. */
export const seenBefore = (delivery: EventDelivery): number | null =>
  sightingOf(eventMark(delivery))?.after ?? null;

/** As `eventDelivery` makes the id; null of any other. */
function sightingOf({ id, detectedAt: until }: Mark): Sighting | null {
  const [, what, after] = /^(event:.+):(\d+)$/.exec(id) ?? [];
  return what === undefined || until === undefined ? null : { what, after: Number(after), until };
}
