import {
  incidentActionValue,
  outageNotActionableMessage,
  refusalMessage,
  unknownActionMessage,
} from '../../formatters';
import type { Role } from '../../src/access/roles';
import type { Incident } from '../../src/alerting/incidents/incident';
import { isOutageId } from '../../src/alerting/observation/gap';
import type { Action } from '../../src/alerting/types';
import { type CommandDeps, type CommandResponse, ephemeral } from '../command';
import type { MessageAction } from './action';

type WithoutTarget<T> = T extends unknown ? Omit<T, 'incidentId' | 'userId'> : never;

/** What to do to an incident, whichever it is. */
export type IncidentAction = WithoutTarget<Action>;

/** The incident that a button's value names; null when there is none. */
export async function findIncident(value: string | null, { alerts }: CommandDeps): Promise<Incident | null> {
  if (value === null || alerts === null) return null;
  const incidents = await alerts.incidents();
  return incidents.find(({ id }) => incidentActionValue(id) === value) ?? null;
}

/** Applies it to the incident of the button; the response is for what the incident's own message will not show. */
export async function applyToIncident(
  value: string | null,
  action: IncidentAction,
  deps: CommandDeps,
): Promise<CommandResponse | null> {
  // Messages from before still have these buttons.
  if (value !== null && isOutageId(value)) return ephemeral(outageNotActionableMessage());
  const incident = await findIncident(value, deps);
  if (incident === null || deps.alerts === null) return ephemeral(unknownActionMessage());
  const result = await deps.alerts.act({
    ...action,
    incidentId: incident.id,
    userId: deps.requester.userId,
  });
  return result.kind === 'done' ? null : ephemeral(refusalMessage(result.refusal));
}

/** The button that does this to its incident. */
export const incidentButton = (actionId: string, action: IncidentAction, role: Role): MessageAction => ({
  actionId,
  role,
  execute: (value, deps) => applyToIncident(value, action, deps),
});
