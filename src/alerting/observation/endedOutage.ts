import type { Incident } from '../incidents/incident';
import type { IncidentTransition } from '../incidents/incidentIndex';
import type { AlertState } from '../state/alertState';
import { isOutage, isSameOutage, outageSince } from './gap';
import type { Observed } from './observation';

/**
 * The outage that is over, which may have been told of from memory while it lasted. One that this copy alone had, or
 * of which the store has lost the beginning, ends as well: else its message would say for ever that nothing is seen.
 */
export function endedOutage(
  known: AlertState,
  wasBlind: boolean,
  { at, notifiedOutage = null }: Observed,
): IncidentTransition[] {
  const steps: IncidentTransition[] = [];
  const isKnown = (id: string): boolean => known.incidents.some((each) => each.id === id);
  const end = (before: Incident): void => {
    steps.push([before, { incident: { ...before, state: 'recovered', closedAt: at }, notes: [] }]);
  };
  const before = outageSince(known.observedAt);
  if (wasBlind && !isKnown(before.id)) end({ ...before, ...storeOutageOf(notifiedOutage, before, at) });
  const blind = [...known.incidents, ...steps.map(([, { incident }]) => incident)].filter(isOutage);
  // It lasted until now.
  if (
    notifiedOutage !== null &&
    !blind.some((each) => isSameOutage(each, { ...notifiedOutage, closedAt: at }))
  )
    end(notifiedOutage);
  return steps;
}

/** Why nothing could be stored in an outage, by what was told of the same one while it lasted. */
function storeOutageOf(
  notifiedOutage: Incident | null,
  blind: Incident,
  at: Date,
): Pick<Incident, 'storeOutage'> {
  if (notifiedOutage?.storeOutage === undefined) return {};
  const isSame = isSameOutage({ ...blind, closedAt: at }, { ...notifiedOutage, closedAt: at });
  return isSame ? { storeOutage: notifiedOutage.storeOutage } : {};
}
