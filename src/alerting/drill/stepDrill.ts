import { notifiedChange } from '../routing/address';
import type { AlertState } from '../state/alertState';
import type { AlertSettings, EvaluationResult } from '../types';
import { isDrill } from './drill';
import { endDrill } from './endDrill';

const openDrill = (known: Pick<AlertState, 'incidents'>) =>
  known.incidents.find((each) => isDrill(each) && each.closedAt === null) ?? null;

/** When the drill that is running goes on by itself, or ends; null where none is running. */
export function nextDrillStep(known: Pick<AlertState, 'incidents'>): Date | null {
  const { drill, escalation } = openDrill(known) ?? {};
  if (drill === undefined) return null;
  const dueAt = escalation?.status === 'running' ? escalation.dueAt : null;
  return dueAt !== null && dueAt < drill.endsAt ? dueAt : drill.endsAt;
}

/**
 * What is due of the drill that is running; null for nothing. Its steps may follow each other faster than checks, and depend
 * on none.
 */
export function stepDrill(known: AlertState, now: Date, settings: AlertSettings): EvaluationResult | null {
  const incident = openDrill(known);
  const due = nextDrillStep(known);
  if (incident?.drill === undefined || due === null || due > now) return null;
  const unchanged = { incident, notes: [] };
  const change = incident.drill.endsAt <= now ? endDrill(unchanged, 'expired', now) : unchanged;
  const next = notifiedChange(incident, change, { settings, duty: known.duty, detectedAt: now });
  return {
    state: { ...known, incidents: known.incidents.map((each) => (each === incident ? next.incident : each)) },
    notifications: next.notifications,
    cancelled: next.cancelled,
    audit: next.audit,
    logLines: [],
    expiredIncidents: [],
  };
}
