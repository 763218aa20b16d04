import type { Incident } from '../../alerting/incidents/incident';
import { isOutage } from '../../alerting/observation/gap';
import { coversPosting } from '../posting/posting';
import type { IncidentMessageRef } from './codec';
import type { IncidentNotification, MessageRef, Notification } from './notification';

/** The incident whose message a notification is about; null for one that stands alone. */
export const incidentIdOf = (notification: Notification): string | null => {
  if (notification.kind === 'incident' || notification.kind === 'page') return notification.incident.id;
  return notification.kind === 'note' ? notification.incidentId : null;
};

/** Whether it reports a monitoring outage. */
export const isOutageNotification = (notification: Notification): notification is IncidentNotification =>
  notification.kind === 'incident' && isOutage(notification.incident);

/** Whether nobody was notified yet: what was left behind is known in another channel, and so is what pages somebody. */
export const isFirstNotification = (notification: Notification): boolean =>
  notification.kind !== 'page' &&
  (notification.kind !== 'incident' ||
    (notification.staleChannel === undefined && notification.pointer === undefined));

/** Whether a person must act now. */
export const isCritical = (notification: Notification): boolean =>
  (notification.kind === 'incident' && notification.incident.severity === 'critical') ||
  (notification.kind === 'event' && notification.event.severity === 'critical');

/** The channel, or the person, that it waits for. */
export const destinationChannel = (notification: Notification): string =>
  (notification.kind === 'incident'
    ? (notification.pointer?.channel ?? notification.staleChannel)
    : undefined) ??
  (notification.kind === 'page' && 'dm' in notification.via ? notification.via.dm : notification.channel);

/**
 * True of a note that its incident's first post has covered already, the incident having been over by then: but not who did
 * what; and of one that says what the message was posted again for. And of an update when the message that was left behind is up to date, or gone.
 */
export function isShownByMessage(notification: Notification, ref: IncidentMessageRef | null): boolean {
  if (notification.kind === 'incident' && notification.pointer !== undefined) {
    const { ts } = notification.pointer;
    return !(ref?.superseded ?? []).some((each) => each.ts === ts);
  }
  if (notification.kind === 'incident')
    return (
      !isFirstNotification(notification) &&
      !outdatedMessages(notification.incident, ref).some(
        ({ channel }) => channel === notification.staleChannel,
      )
    );
  if (notification.kind !== 'note') return false;
  if (coversPosting(ref, notification.posting)) return true;
  return (
    notification.note.kind !== 'acted' &&
    ref !== null &&
    ref.coveredUntil !== null &&
    notification.detectedAt <= ref.coveredUntil
  );
}

/** The messages that were left behind before the incident became what it is. */
export const outdatedMessages = (
  { revision }: Incident,
  ref: IncidentMessageRef | null,
): readonly MessageRef[] => (ref?.staleMessages ?? []).filter((each) => each.revision < revision);
