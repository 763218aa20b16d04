import type { Incident } from '../incidents/incident';
import type { NotificationTarget } from '../incidents/notificationIds';
import { type NotifiedChange, withNotifications } from '../incidents/notifications';
import type { IncidentChange } from '../incidents/transitions';
import type { AuditEntry } from '../types';
import { type EscalationContext, escalateIncident } from './escalate';
import { pageNotification } from './pagePlan';

/** What a change of an incident makes of it, with its escalation, and all that must be sent for it. */
export interface EscalatedChange extends NotifiedChange {
  readonly audit: readonly AuditEntry[];
}

/** The incident's next revision with its thread entries, as `withNotifications` has it, and the pages that are due. */
export function escalateChange(
  before: Incident | null,
  { incident, notes }: IncidentChange,
  destination: NotificationTarget,
  context: EscalationContext,
): EscalatedChange {
  const escalated = escalateIncident(incident, context);
  const change = { incident: escalated.incident, notes: [...notes, ...escalated.notes] };
  const notified = withNotifications(before, change, destination);
  const pages = escalated.pages.map((plan) => pageNotification(notified.incident, plan, destination));
  return {
    incident: notified.incident,
    notifications: [...notified.notifications, ...pages],
    cancelled: [...notified.cancelled, ...escalated.cancelled],
    audit: escalated.audit,
  };
}
