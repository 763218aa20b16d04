import type { Incident } from '../../incidents/incident';
import type { IncidentTransition } from '../../incidents/incidentIndex';
import type { Silence } from '../silence';
import type { HeldIncident, SilenceSummary } from './summarySchema';

/** So many of each are named in a summary. */
const MAX_LISTED = 20;

/**
 * What the silence held back, of these incidents and what the check made of them; null for nothing. What another silence
 * still holds back is in that one's summary; of one that was posted before and still fires, the channel knows already.
 */
export function silenceSummary(
  silence: Silence,
  steps: readonly IncidentTransition[],
): SilenceSummary | null {
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
