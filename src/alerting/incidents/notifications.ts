import type { Notification } from '../../notify/model/notification';
import { paceEdits } from '../flapping/pacedEdits';
import type { Incident } from './incident';
import {
  incidentNotification,
  type NotificationTarget,
  noteNotification,
  reminderId,
} from './notificationIds';
import type { IncidentChange } from './transitions';

/** What a change of an incident makes of it, and what must be sent for it. */
export interface NotifiedChange {
  readonly incident: Incident;
  readonly notifications: readonly Notification[];
  readonly cancelled: readonly string[];
}

/**
 * The next revision of an incident, if its message must change, with what goes into the thread. Nothing is sent of one that
 * is held back since it was opened.
 */
export function withNotifications(
  before: Incident | null,
  { incident, notes }: IncidentChange,
  destination: NotificationTarget,
): NotifiedChange {
  const { isShown, incident: paced } = paceEdits(before, incident, notes.length > 0, destination.detectedAt);
  const next = isShown ? { ...paced, revision: paced.revision + 1 } : paced;
  return {
    incident: next,
    notifications: next.unposted
      ? []
      : [
          ...(isShown ? [incidentNotification(next, destination)] : []),
          ...notes.map((note) => noteNotification(next, note, destination)),
        ],
    cancelled: obsoleteReminders(before, next),
  };
}

/** A reminder that still waits is needless once there is a newer one, somebody has taken it on, or it is over. */
function obsoleteReminders(before: Incident | null, next: Incident): string[] {
  if (before === null || before.remindersSent === 0) return [];
  const isReplaced = next.remindersSent > before.remindersSent;
  const isTakenOn = before.state === 'open' && next.state !== 'open';
  return isReplaced || isTakenOn ? [reminderId(next.id, before.remindersSent)] : [];
}
