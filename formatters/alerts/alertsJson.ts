import type { Incident } from '../../src/alerting/incidents/incident';
import type {
  AlertHistory,
  AlertsOverview,
  IncidentTimeline,
  PendingNotification,
  TargetExplanation,
} from '../../src/alerting/service';

/* What is known of alerts for programs, as a terminal prints it with `--json`: instants in ISO 8601, null for nothing. */

const withId =
  (shortIds: ReadonlyMap<string, string>) =>
  (incident: Incident): object => ({ shortId: shortIds.get(incident.id) ?? null, ...incident });

const pendingJson = ({ notification, ...rest }: PendingNotification): object => ({
  ...rest,
  kind: notification?.kind ?? null,
});

export const alertsJson = ({ shortIds, open, pending, ...rest }: AlertsOverview): object => ({
  ...rest,
  open: open.map(withId(shortIds)),
  pending: pending.map(pendingJson),
});

export const explanationJson = ({ shortIds, incidents, pending, ...rest }: TargetExplanation): object => ({
  ...rest,
  incidents: incidents.map(({ incident, message }) => ({ ...withId(shortIds)(incident), message })),
  pending: pending.map(pendingJson),
});

export const historyJson = ({ shortIds, incidents, ...rest }: AlertHistory): object => ({
  ...rest,
  incidents: incidents.map(withId(shortIds)),
});

export const timelineJson = ({ pending, ...rest }: IncidentTimeline): object => ({
  ...rest,
  pending: pending.map(pendingJson),
});
