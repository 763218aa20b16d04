import { z } from 'zod';
import { instant } from '../../lib/time';
import { INCIDENT_STATES, type Incident } from '../incidents/incident';
import type { IncidentTransition } from '../incidents/incidentIndex';
import { detailsSchema } from '../incidents/incidentSchema';
import { type Silence, silenceSchema } from './silence';

/** So many of each are named in a summary. */
const MAX_LISTED = 20;

const heldIncident = z.object({
  rule: z.string(),
  /** What the rule found out about the first target. */
  details: detailsSchema,
  targets: z.array(z.string()),
  state: z.enum(INCIDENT_STATES),
  startedAt: instant,
  /** Null while it is still firing. */
  endedAt: instant.nullable(),
});
export type HeldIncident = z.output<typeof heldIncident>;

/** What a silence held back, at its end. */
export const silenceSummarySchema = z.object({
  silence: silenceSchema,
  /** Those that are still firing first, then the oldest first. */
  incidents: z.array(heldIncident),
  incidentsOmitted: z.number(),
});
export type SilenceSummary = z.output<typeof silenceSummarySchema>;

/**
 * What the silence held back, of these incidents and what the check made of them; null for nothing. What another silence
 * still holds back is in that one's summary; of one that was posted before and still fires, the channel knows already.
 */
export function summaryOf(silence: Silence, steps: readonly IncidentTransition[]): SilenceSummary | null {
  const held = steps.flatMap(([before, { incident }]) => {
    if (before === null || before.hold?.id !== silence.id) return [];
    const isTakenOver = incident.hold !== undefined && incident.hold.id !== silence.id;
    const isKnown = before.unposted !== true && incident.closedAt === null;
    return isTakenOver || isKnown ? [] : [toHeld(incident)];
  });
  if (held.length === 0 && silence.events.length === 0) return null;
  const listed = held.sort(firingFirst).slice(0, MAX_LISTED);
  return { silence, incidents: listed, incidentsOmitted: held.length - listed.length };
}

function toHeld({ rule, targets, state, openedAt, closedAt }: Incident): HeldIncident {
  const starts = targets.map(({ startedAt }) => startedAt.getTime());
  const ends = targets.flatMap(({ recoveredAt }) => recoveredAt?.getTime() ?? []);
  const isRecovered = closedAt !== null && ends.length > 0 && ends.length === targets.length;
  return {
    rule,
    details: targets[0]?.details ?? {},
    targets: targets.map(({ target }) => target),
    state,
    startedAt: starts.length === 0 ? openedAt : new Date(Math.min(...starts)),
    endedAt: isRecovered ? new Date(Math.max(...ends)) : closedAt,
  };
}

const firingFirst = (a: HeldIncident, b: HeldIncident): number =>
  Number(a.endedAt !== null) - Number(b.endedAt !== null) || a.startedAt.getTime() - b.startedAt.getTime();
