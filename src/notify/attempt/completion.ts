import type { Completion } from '../../storage/alertStore';
import { encodeMessageRef, encodeNotification, type IncidentMessageRef } from '../model/codec';
import type { Notification } from '../model/notification';
import { outdatedMessages } from '../model/predicates';

/**
 * What the store keeps once a delivery, claimed as `text`, is done with: its incident's messages as they are now. What was
 * left behind is brought up to date next.
 */
export function completionFor(
  delivery: Notification,
  text: string,
  placed: IncidentMessageRef | null,
): Completion {
  if (delivery.kind !== 'incident' || placed === null) return { text, message: null };
  const { incident } = delivery;
  const [next] = outdatedMessages(incident, placed);
  const left = next === undefined ? null : encodeNotification({ ...delivery, staleChannel: next.channel });
  return { text, message: { incidentId: incident.id, text: encodeMessageRef(placed) }, remaining: left };
}
