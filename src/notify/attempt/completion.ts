import type { Completion } from '../../storage/alertStore';
import { encodeMessageRef, encodeNotification, type IncidentMessageRef } from '../model/codec';
import type { Notification } from '../model/notification';
import { outdatedMessages } from '../model/predicates';

/**
 * What the outbox keeps once a notification, claimed as `text`, is sent: its incident's messages as they are now. What was
 * left behind is brought up to date next.
 */
export function completionFor(
  notification: Notification,
  text: string,
  ref: IncidentMessageRef | null,
): Completion {
  if (notification.kind !== 'incident' || ref === null) return { text, message: null };
  const { incident } = notification;
  const [next] = outdatedMessages(incident, ref);
  const remaining =
    next === undefined ? null : encodeNotification({ ...notification, staleChannel: next.channel });
  return { text, message: { incidentId: incident.id, text: encodeMessageRef(ref) }, remaining };
}
