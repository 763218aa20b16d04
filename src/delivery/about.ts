import type { Delivery } from './delivery';
import type { PlacedMessage } from './deliveryText';

/** The incident whose message a delivery is about; null for one that stands alone. */
export const incidentOf = (delivery: Delivery): string | null => {
  if (delivery.kind === 'incident') return delivery.incident.id;
  return delivery.kind === 'note' ? delivery.incidentId : null;
};

/** True of a note that its incident's first post has told already, the incident having been over by then: but not who did what. */
export const isTold = (delivery: Delivery, placed: PlacedMessage | null): boolean =>
  delivery.kind === 'note' &&
  delivery.note.kind !== 'acted' &&
  placed !== null &&
  placed.toldUntil !== null &&
  delivery.detectedAt <= placed.toldUntil;
