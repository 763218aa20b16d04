import { addMs } from '../../lib/time';
import { auditEntry } from '../auditLog';
import { type Incident, NEW_INCIDENT_DEFAULTS } from '../incidents/incident';
import { notifiedChange } from '../routing/address';
import type { AlertState } from '../state/alertState';
import type { AlertSettings, EvaluationResult, Refusal } from '../types';
import { DRILL_LASTS_MS, DRILL_RULE, DRILL_SEVERITY, drillSteps, isDrill } from './drill';
import { realAlert } from './endDrill';

/** Whom the last step pages has at least so long to acknowledge, in ms. */
const LAST_STEP_MS = 600_000;

export interface DrillRequest {
  readonly userId: string;
  /** One step after the other, instead of after their real delays. */
  readonly isQuick: boolean;
}

/** Begins a drill: an alert that says so, sent and escalated like a critical one. One at a time, and none beside a real alert. */
export function startDrill(
  known: AlertState,
  { userId, isQuick }: DrillRequest,
  now: Date,
  settings: AlertSettings,
): EvaluationResult | { readonly refused: Refusal } {
  const running = known.incidents.find((each) => isDrill(each) && each.closedAt === null);
  if (running !== undefined)
    return { refused: { kind: 'drill_running', by: running.drill?.by ?? null, since: running.openedAt } };
  if (realAlert(known.incidents) !== null) return { refused: { kind: 'alert_open' } };
  const steps = drillSteps(settings.paging?.escalation ?? { steps: [] }, isQuick);
  const lastAfterMs = steps.at(-1)?.afterMs ?? 0;
  const incident: Incident = {
    id: `${DRILL_RULE}:${now.getTime()}`,
    rule: DRILL_RULE,
    ...NEW_INCIDENT_DEFAULTS,
    severity: DRILL_SEVERITY,
    targets: [],
    openedAt: now,
    nextReminderAt: null,
    revision: 0,
    drill: {
      by: userId,
      endsAt: addMs(now, Math.max(DRILL_LASTS_MS, lastAfterMs + LAST_STEP_MS)),
      end: null,
      steps: [...steps],
    },
  };
  const begun = notifiedChange(
    null,
    { incident, notes: [] },
    { settings, duty: known.duty, detectedAt: now },
  );
  return {
    state: { ...known, incidents: [...known.incidents, begun.incident] },
    notifications: begun.notifications,
    cancelled: begun.cancelled,
    audit: [auditEntry(incident, now, userId, { kind: 'drill' }), ...begun.audit],
    logLines: [],
    expiredIncidents: [],
  };
}
