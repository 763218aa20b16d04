import { auditEntry } from '../auditLog';
import type { Incident } from '../incidents/incident';
import type { IncidentTransition } from '../incidents/incidentIndex';
import { applyRetention } from '../incidents/retention';
import { type Addressing, addressed, notifiedChange } from '../routing/address';
import { outageSeverity } from '../severity/outageSeverity';
import type { AlertState } from '../state/alertState';
import type { AlertSettings, EvaluationResult } from '../types';
import { isOutage, isSameOutage, outageSince } from './gap';
import type { Observed } from './observation';

/** The outage since the last observation, which is over now; none where the state has it already. */
export function endedOutage(
  state: AlertState,
  { at, storeOutage }: Observed,
  addressing: Addressing,
): IncidentTransition[] {
  const outage = outageSince(state.observedAt, outageSeverity(state));
  if (state.incidents.some(({ id }) => id === outage.id)) return [];
  return [close(addressed({ ...outage, ...(storeOutage && { storeOutage }) }, addressing), at)];
}

const close = (outage: Incident, at: Date): IncidentTransition => [
  outage,
  { incident: { ...outage, state: 'recovered', closedAt: at }, notes: [] },
];

/**
 * What follows from the end of an outage that one instance reported from memory; null where the state has the same one. Else
 * its message would say forever that nothing can be read: this instance alone may have had the outage, or the store have
 * lost its beginning.
 */
export function closeOutage(
  state: AlertState,
  outage: Incident,
  at: Date,
  settings: AlertSettings,
): EvaluationResult | null {
  const [before, change] = close(outage, at);
  if (state.incidents.some((each) => isOutage(each) && isSameOutage(each, change.incident))) return null;
  const { incident, notifications } = notifiedChange(before, change, {
    settings,
    duty: state.duty,
    detectedAt: at,
  });
  const { incidents, forgotten } = applyRetention([...state.incidents, incident], at);
  return {
    state: { ...state, incidents },
    notifications,
    cancelled: [],
    audit: [auditEntry(incident, at, null, { kind: 'changed', from: 'open', to: 'recovered' })],
    logLines: [],
    expiredIncidents: forgotten,
  };
}
