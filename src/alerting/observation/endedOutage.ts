import type { Incident } from '../incidents/incident';
import type { Step } from '../incidents/incidentIndex';
import type { Known } from '../state/alertState';
import { blindness, isBlindness, isSameBlindness } from './gap';
import type { Seen } from './observation';

/**
 * The blindness that is over, which may have been told of from memory while it lasted. One that this copy alone had, or
 * of which the ledger has lost the beginning, ends as well: else its message would say for ever that nothing is seen.
 */
export function endedBlindness(known: Known, wasBlind: boolean, { at, toldBlind = null }: Seen): Step[] {
  const steps: Step[] = [];
  const isKnown = (id: string): boolean => known.incidents.some((each) => each.id === id);
  const end = (before: Incident): void => {
    steps.push([before, { incident: { ...before, state: 'recovered', closedAt: at }, notes: [] }]);
  };
  const before = blindness(known.sawAt);
  if (wasBlind && !isKnown(before.id)) end({ ...before, ...storeOutageOf(toldBlind, before, at) });
  const blind = [...known.incidents, ...steps.map(([, { incident }]) => incident)].filter(isBlindness);
  // It lasted until now.
  if (toldBlind !== null && !blind.some((each) => isSameBlindness(each, { ...toldBlind, closedAt: at })))
    end(toldBlind);
  return steps;
}

/** Why nothing could be stored in a blindness, by what was told of the same one while it lasted. */
function storeOutageOf(toldBlind: Incident | null, blind: Incident, at: Date): Pick<Incident, 'storeOutage'> {
  if (toldBlind?.storeOutage === undefined) return {};
  const isSame = isSameBlindness({ ...blind, closedAt: at }, { ...toldBlind, closedAt: at });
  return isSame ? { storeOutage: toldBlind.storeOutage } : {};
}
