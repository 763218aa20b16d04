import type { Incident } from '../incidents/incident';
import { channelOf } from '../routing/alertRoutes';
import type { AlertState } from '../state/alertState';
import type { AlertSettings, EvaluationResult } from '../types';
import { escalateIncident } from './escalate';
import type { Escalation } from './escalation';
import { pageNotification } from './pagePlan';

/** How far an outage is escalated, and what follows; null where nothing is to be sent. */
export interface EscalatedOutage {
  readonly escalation: Escalation | undefined;
  readonly result: EvaluationResult | null;
}

/**
 * The step of an outage that is due, or, once that is over, what is sent to webhooks about it. While it lasts it is no part of
 * the state, and nobody can acknowledge it.
 */
export function escalateOutage(
  known: AlertState,
  outage: Incident,
  now: Date,
  settings: AlertSettings,
): EscalatedOutage {
  const context = { now, settings: settings.paging ?? {}, duty: known.duty };
  const { incident, pages, cancelled, audit } = escalateIncident(outage, context);
  const destination = { channel: channelOf(outage, settings), detectedAt: now };
  const result = {
    state: known,
    notifications: pages.map((plan) => pageNotification(incident, plan, destination)),
    cancelled,
    audit,
    logLines: [],
    expiredIncidents: [],
  };
  const isNothing = pages.length + cancelled.length + audit.length === 0;
  return { escalation: incident.escalation, result: isNothing ? null : result };
}
