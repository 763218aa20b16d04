import { INCIDENT_ACTIONS, unknownActionMessage } from '../../formatters';
import { isOutageId } from '../../src/alerting/observation/gap';
import { placeOfId } from '../../src/state/keys';
import { overviewOf, statusOf } from '../arbStatus';
import type { MessageAction } from './action';
import { findIncident } from './incidentAction';

/** How the traders of the incident are now; of an outage, which the store knows only once it is over, all of them. */
export const statusNow: MessageAction = {
  actionId: INCIDENT_ACTIONS.status,
  role: 'viewer',
  async execute(value, deps) {
    if (value !== null && isOutageId(value)) return (await overviewOf(deps.targets.list(), deps)).message;
    const incident = await findIncident(value, deps);
    if (incident === null) return unknownActionMessage();
    const affected = incident.targets.flatMap(({ target }) => placeOfId(target) ?? []);
    const [only, ...others] = affected;
    if (only !== undefined && others.length === 0) return (await statusOf(only, deps)).message;
    return (await overviewOf(affected.length === 0 ? deps.targets.list() : affected, deps)).message;
  },
};
