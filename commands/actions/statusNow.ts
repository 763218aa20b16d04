import { INCIDENT_ACTIONS, unknownActionMessage } from '../../formatters';
import type { Incident } from '../../src/alerting/incidents/incident';
import { isOutageId } from '../../src/alerting/observation/gap';
import { placeOfId } from '../../src/state/keys';
import { overviewOf, statusOf } from '../arbStatus';
import { type CommandDeps, ephemeral } from '../command';
import type { MessageAction } from './action';
import { findIncident } from './incidentAction';

/** How the traders of the incident are now; of an outage, which the store knows only once it is over, all of them. */
export const statusNow: MessageAction = {
  actionId: INCIDENT_ACTIONS.status,
  role: 'viewer',
  async execute(value, deps) {
    if (value !== null && isOutageId(value))
      return { ...(await overviewOf(deps.targets.list(), deps, '')), public: false };
    const incident = await findIncident(value, deps);
    if (incident === null) return ephemeral(unknownActionMessage());
    return { ...(await statusOfIncident(incident, deps)), public: false };
  },
};

/** How the traders of an incident are now; all traders where it names none. Throws StateUnavailableError. */
export function statusOfIncident({ targets }: Incident, deps: CommandDeps): ReturnType<typeof overviewOf> {
  const affected = targets.flatMap(({ target }) => placeOfId(target) ?? []);
  const [only, ...others] = affected;
  if (only === undefined) return overviewOf(deps.targets.list(), deps, '');
  return others.length === 0 ? statusOf(only, deps) : overviewOf(affected, deps);
}
