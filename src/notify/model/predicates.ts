import type { Incident } from '../../alerting/incidents/incident';
import type { IncidentMessageRef } from './codec';
import type { MessageRef, Notification } from './notification';

/** The incident whose message a delivery is about; null for one that stands alone. */
export const incidentIdOf = (delivery: Notification): string | null => {
  if (delivery.kind === 'incident') return delivery.incident.id;
  return delivery.kind === 'note' ? delivery.incidentId : null;
};

/** Whether nobody was told yet: what was left behind is told in another channel. */
export const isFirstNotification = (delivery: Notification): boolean =>
  delivery.kind !== 'incident' || delivery.staleChannel === undefined;

/** The channel that it waits for. */
export const destinationChannel = (delivery: Notification): string =>
  (delivery.kind === 'incident' ? delivery.staleChannel : undefined) ?? delivery.channel;

/**
 * True of a note that its incident's first post has told already, the incident having been over by then: but not who did
 * what. And of an update when the message that was left behind is up to date, or gone.
 */
export function isAlreadySent(delivery: Notification, placed: IncidentMessageRef | null): boolean {
  if (delivery.kind === 'incident')
    return (
      !isFirstNotification(delivery) &&
      !outdatedMessages(delivery.incident, placed).some(({ channel }) => channel === delivery.staleChannel)
    );
  return (
    delivery.kind === 'note' &&
    delivery.note.kind !== 'acted' &&
    placed !== null &&
    placed.coveredUntil !== null &&
    delivery.detectedAt <= placed.coveredUntil
  );
}

/** The messages that were left behind before the incident became what it is. */
export const outdatedMessages = (
  { revision }: Incident,
  placed: IncidentMessageRef | null,
): readonly MessageRef[] => (placed?.staleMessages ?? []).filter((each) => each.revision < revision);
