import { msBetween } from '../../lib/time';
import type { Incident } from '../incidents/incident';
import type { IncidentTransition } from '../incidents/incidentIndex';
import type { IncidentChange } from '../incidents/transitions';
import { type DrillEnd, isDrill } from './drill';

/** A critical alert that nobody has acknowledged; null for none. */
export const realAlert = (incidents: readonly Incident[]): Incident | null =>
  incidents.find(
    (each) =>
      !isDrill(each) && each.state === 'open' && each.closedAt === null && each.severity === 'critical',
  ) ?? null;

/** A drill that is over, and what its thread says of that. */
export function endDrill({ incident, notes }: IncidentChange, end: DrillEnd, now: Date): IncidentChange {
  if (incident.drill === undefined) return { incident, notes };
  const ended: Incident = {
    ...incident,
    state: 'recovered',
    closedAt: now,
    nextReminderAt: null,
    drill: { ...incident.drill, end },
  };
  const note = { kind: 'drill_over', end, durationMs: msBetween(incident.openedAt, now) } as const;
  return { incident: ended, notes: [...notes, { note, replyBroadcast: false }] };
}

/** The incidents after a check, with drills ended that are due, or from which a real alert must be told apart. */
export function endDrills(
  transitions: readonly IncidentTransition[],
  now: Date,
): readonly IncidentTransition[] {
  const isAlerting = realAlert(transitions.map(([, { incident }]) => incident)) !== null;
  return transitions.map(([before, change]) => {
    const { drill, closedAt } = change.incident;
    if (drill === undefined || closedAt !== null) return [before, change];
    if (isAlerting) return [before, endDrill(change, 'real_alert', now)];
    return [before, drill.endsAt <= now ? endDrill(change, 'expired', now) : change];
  });
}
