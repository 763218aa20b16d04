import {
  actionLine,
  incidentActionValue,
  type Message,
  outageNotActionableMessage,
  unknownActionMessage,
} from '../../formatters';
import type { Incident } from '../../src/alerting/incidents/incident';
import { isOutageId } from '../../src/alerting/observation/gap';
import type { Action } from '../../src/alerting/types';
import type { CommandDeps } from '../command';

/** The incident that a button's value names; null when no such one is known here. */
export async function findIncident(value: string | null, { alerts }: CommandDeps): Promise<Incident | null> {
  if (value === null || alerts === null) return null;
  const incidents = await alerts.incidents();
  return incidents.find(({ id }) => incidentActionValue(id) === value) ?? null;
}

/** Does it to the incident of the pressed button; tells the person only what the message will not show. */
export async function applyIncidentAction(
  value: string | null,
  actionOf: (on: { readonly incidentId: string; readonly userId: string }) => Action,
  deps: CommandDeps,
): Promise<Message | null> {
  // Messages from before still have these buttons.
  if (value !== null && isOutageId(value)) return outageNotActionableMessage();
  const incident = await findIncident(value, deps);
  if (incident === null || deps.alerts === null) return unknownActionMessage();
  const acted = await deps.alerts.act(actionOf({ incidentId: incident.id, userId: deps.requester.userId }));
  return acted.kind === 'done' ? null : actionLine(acted.message);
}
