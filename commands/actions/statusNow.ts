import { INCIDENT_ACTIONS, unknownActionMessage } from '../../formatters';
import { isOutageId } from '../../src/alerting/observation/gap';
import { placeOfId } from '../../src/state/keys';
import { overviewOf, status } from '../arbStatus';
import type { MessageAction } from './action';
import { findIncident } from './incidentAction';

/** How the traders of the incident are now; of an outage, which the store knows only once it is over, all of them. */
export const statusNow: MessageAction = {
  actionId: INCIDENT_ACTIONS.status,
  role: 'viewer',
  async execute(value, deps) {
    if (value !== null && isOutageId(value)) return overviewOf(deps.targets.list(), deps);
    const incident = await findIncident(value, deps);
    if (incident === null) return unknownActionMessage();
    const affected = incident.targets.flatMap(({ target }) => placeOfId(target) ?? []);
    const [only, ...others] = affected;
    if (only !== undefined && others.length === 0) return status(only, deps);
    return overviewOf(affected.length === 0 ? deps.targets.list() : affected, deps);
  },
};
