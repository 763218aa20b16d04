import { withNotifications } from '../incidents/notifications';
import { channelOf } from '../routing/alertRoutes';
import type { AlertState } from '../state/alertState';
import type { AlertSettings, EvaluationResult } from '../types';
import { pageId } from './escalation';

/** A page that Slack or a webhook took. */
export interface SentPage {
  readonly id: string;
  readonly incidentId: string;
  readonly n: number;
}

/** What follows from a page that was sent: a drill shows it. Null where nothing does. */
export function pageSent(
  known: AlertState,
  { id, incidentId, n }: SentPage,
  now: Date,
  settings: AlertSettings,
): EvaluationResult | null {
  const incident = known.incidents.find((each) => each.id === incidentId);
  const { escalation, drill } = incident ?? {};
  const page = escalation?.pages.find((each) => each.n === n);
  if (incident === undefined || escalation === undefined || page === undefined) return null;
  if (drill === undefined || id !== pageId(incidentId, n) || page.sentAt !== undefined) return null;
  const pages = escalation.pages.map((each) => (each === page ? { ...each, sentAt: now } : each));
  const change = { incident: { ...incident, escalation: { ...escalation, pages } }, notes: [] };
  const notified = withNotifications(incident, change, {
    channel: channelOf(incident, settings),
    detectedAt: now,
  });
  return {
    state: {
      ...known,
      incidents: known.incidents.map((each) => (each === incident ? notified.incident : each)),
    },
    notifications: notified.notifications,
    cancelled: notified.cancelled,
    audit: [],
    logLines: [],
    expiredIncidents: [],
  };
}
