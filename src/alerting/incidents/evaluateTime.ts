import { escalateDue } from '../escalation/escalateDue';
import { channelOf } from '../routing/alertRoutes';
import type { AlertState } from '../state/alertState';
import type { AlertSettings, EvaluationResult } from '../types';
import { withNotifications } from './notifications';
import { remindIfDue } from './transitions';

/**
 * What is due by time alone, for when nothing can be observed: reminders, the end of a snooze, steps of an escalation.
 * Nothing is concluded of a trader. Null where nothing is due.
 */
export function evaluateTime(known: AlertState, now: Date, settings: AlertSettings): EvaluationResult | null {
  const reminded = known.incidents.map((incident) =>
    incident.closedAt === null
      ? withNotifications(incident, remindIfDue({ incident, notes: [] }, now, settings.remindAfterMs), {
          channel: channelOf(incident, settings),
          detectedAt: now,
        })
      : { incident, notifications: [], cancelled: [] },
  );
  const state = { ...known, incidents: reminded.map(({ incident }) => incident) };
  const escalated = escalateDue(state, now, settings);
  const notifications = [...reminded.flatMap((change) => change.notifications), ...escalated.notifications];
  if (notifications.length === 0) return null;
  return {
    ...escalated,
    notifications,
    cancelled: [...reminded.flatMap(({ cancelled }) => cancelled), ...escalated.cancelled],
  };
}
