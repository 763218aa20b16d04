import { incidentNotification } from '../../alerting/incidents/notificationIds';
import type { AlertState } from '../../alerting/state/alertState';
import { decodeNotification, encodeNotification } from '../model/codec';
import type { Notification } from '../model/notification';
import { incidentIdOf } from '../model/predicates';
import type { CachedSnapshot, Put } from './snapshots';

/** What waits again of what waited, as it is to be sent now. */
export const waitingAgain = (
  waiting: readonly Put[],
  cached: CachedSnapshot | null,
  known: AlertState,
): Put[] =>
  waiting
    .filter((each) => cached === null || isRelevant(each, cached, known))
    .map((each) => atCurrentRevision(each, known) ?? verifyBeforeSend(each));

/**
 * Whether it stands alone, or its incident is known, and has become what this instance remembers: else another instance has reported
 * that as another incident.
 */
function isRelevant(
  { text }: Put,
  cached: Pick<CachedSnapshot, 'known'>,
  { incidents }: AlertState,
): boolean {
  const delivery = decodeNotification(text);
  const incidentId = delivery === null ? null : incidentIdOf(delivery);
  if (incidentId === null) return true;
  const is = incidents.find(({ id }) => id === incidentId);
  const was = cached.known.incidents.find(({ id }) => id === incidentId);
  return is !== undefined && (was === undefined || was.revision <= is.revision);
}

/** It may have been sent since it was cached: whoever sends it looks first. */
export function verifyBeforeSend({ id, text }: Put): Put {
  const delivery = decodeNotification(text);
  return delivery === null
    ? { id, text }
    : { id, text: encodeNotification({ ...delivery, verifyBeforeSend: true }) };
}

/** What brings an incident's message to how it stands now; null where that is not known any more, and for what is none. */
export function atCurrentRevision({ id, text }: Put, { incidents }: AlertState): Put | null {
  const delivery = decodeNotification(text);
  if (delivery?.kind !== 'incident') return null;
  const { channel, detectedAt } = delivery;
  const incident = incidents.find((each) => each.id === delivery.incident.id);
  if (incident === undefined) return null;
  const now: Notification = { ...incidentNotification(incident, { channel, detectedAt }), id };
  return verifyBeforeSend({ id, text: encodeNotification(now) });
}
