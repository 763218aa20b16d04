import type { Incident } from '../incidents/incident';
import type { IncidentTransition } from '../incidents/incidentIndex';
import type { AlertState } from '../state/alertState';
import { isOutage, isSameOutage, outageSince } from './gap';
import type { Seen } from './observation';

/**
 * The outage that is over, which may have been told of from memory while it lasted. One that this copy alone had, or
 * of which the store has lost the beginning, ends as well: else its message would say for ever that nothing is seen.
 */
export function endedOutage(
  known: AlertState,
  wasBlind: boolean,
  { at, toldBlind = null }: Seen,
): IncidentTransition[] {
  const steps: IncidentTransition[] = [];
  const isKnown = (id: string): boolean => known.incidents.some((each) => each.id === id);
  const end = (before: Incident): void => {
    steps.push([before, { incident: { ...before, state: 'recovered', closedAt: at }, notes: [] }]);
  };
  const before = outageSince(known.sawAt);
  if (wasBlind && !isKnown(before.id)) end({ ...before, ...storeOutageOf(toldBlind, before, at) });
  const blind = [...known.incidents, ...steps.map(([, { incident }]) => incident)].filter(isOutage);
  // It lasted until now.
  if (toldBlind !== null && !blind.some((each) => isSameOutage(each, { ...toldBlind, closedAt: at })))
    end(toldBlind);
  return steps;
}

/** Why nothing could be stored in an outage, by what was told of the same one while it lasted. */
function storeOutageOf(toldBlind: Incident | null, blind: Incident, at: Date): Pick<Incident, 'storeOutage'> {
  if (toldBlind?.storeOutage === undefined) return {};
  const isSame = isSameOutage({ ...blind, closedAt: at }, { ...toldBlind, closedAt: at });
  return isSame ? { storeOutage: toldBlind.storeOutage } : {};
}
