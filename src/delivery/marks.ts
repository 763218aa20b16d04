import type { Incident } from '../alerts/incident';
import type { Mark } from '../slack/port';
import type { Delivery } from './delivery';

/** Copies of the bot may differ by so much about the last sight, in s. */
const SAME_BLINDNESS_S = 60;
/** How far before the detection a message is looked for, since clocks differ, in ms. */
const LOOK_BACK_MS = 300_000;

/** True of an incident that each copy of the bot may have told of by itself. */
export const isBlindness = ({ rule }: Incident): boolean => rule === 'blind';

/** What a delivery's message is found again by. */
export const markOf = (delivery: Delivery): Mark =>
  delivery.kind === 'incident' && isBlindness(delivery.incident)
    ? { id: delivery.id, blindSince: blindSince(delivery.incident) }
    : { id: delivery.id };

/** Whether a mark is this delivery's. */
export const fitting =
  (delivery: Delivery) =>
  (mark: Mark): boolean => {
    if (mark.id === delivery.id) return true;
    if (delivery.kind !== 'incident' || !isBlindness(delivery.incident)) return false;
    const apartS = Math.abs((mark.blindSince ?? Number.POSITIVE_INFINITY) - blindSince(delivery.incident));
    return apartS <= SAME_BLINDNESS_S;
  };

/** Since when to look for a delivery's message. */
export function lookFrom(delivery: Delivery, unknownSince: string | null): Date {
  const times = [delivery.detectedAt, ...(unknownSince === null ? [] : [new Date(unknownSince)])];
  // The first post of an incident may have been an earlier revision's.
  if (delivery.kind === 'incident') times.push(delivery.incident.openedAt);
  return new Date(Math.min(...times.map((time) => time.getTime())) - LOOK_BACK_MS);
}

/** Whether two blindnesses are one. */
export const isSameBlindness = (a: Incident, b: Incident): boolean =>
  isBlindness(a) && isBlindness(b) && Math.abs(blindSince(a) - blindSince(b)) <= SAME_BLINDNESS_S;

const blindSince = ({ openedAt }: Incident): number => Math.floor(openedAt.getTime() / 1000);
