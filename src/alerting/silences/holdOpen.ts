import { isDrill } from '../drill/drill';
import { notifiedChange } from '../routing/address';
import { ruleModeOf } from '../ruleSettings/ruleMode';
import type { AlertState } from '../state/alertState';
import type { AlertSettings, EvaluationResult } from '../types';
import { holdBack, holdOfIncident } from './heldBack';
import { silencesAt } from './silencesAt';

/**
 * The open alerts that what has just begun covers: each says so at once, and not only after the next check. What is no longer
 * covered is left to that check, which knows what still fires.
 */
export function holdOpen(
  known: AlertState,
  now: Date,
  settings: AlertSettings,
): Pick<EvaluationResult, 'state' | 'notifications' | 'cancelled' | 'audit'> {
  const isSilent = (rule: string, target: string) => ruleModeOf(settings.rules, rule, target) === 'silent';
  const { holdOf } = silencesAt(known.silences, settings.silenceWindows ?? [], isSilent, now);
  const told = { settings, duty: known.duty, detectedAt: now };
  const changes = known.incidents.map((incident) => {
    const isCovered =
      incident.closedAt === null && !isDrill(incident) && holdOfIncident(incident, holdOf) !== null;
    if (!isCovered) return { incident, notifications: [], cancelled: [], audit: [] };
    const [before, change] = holdBack(
      [incident, { incident, notes: [] }],
      holdOf,
      now,
      settings.remindAfterMs,
    );
    return notifiedChange(before, change, told);
  });
  return {
    state: { ...known, incidents: changes.map(({ incident }) => incident) },
    notifications: changes.flatMap(({ notifications }) => notifications),
    cancelled: changes.flatMap(({ cancelled }) => cancelled),
    audit: changes.flatMap(({ audit }) => audit),
  };
}
