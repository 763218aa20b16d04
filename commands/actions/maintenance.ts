import { INCIDENT_ACTIONS, unknownActionMessage } from '../../formatters';
import { isAlwaysSent } from '../../src/alerting/silences/silence';
import { addMs } from '../../src/lib/time';
import { placeOfId } from '../../src/state/keys';
import { ephemeral } from '../command';
import { typedPlace } from '../lib/parseArgs';
import { beginSilenceFor } from '../lib/silencing';
import type { MessageAction } from './action';
import { findIncident } from './incidentAction';

const ONE_HOUR_MS = 3_600_000;

const typedName = (target: string): string[] => {
  const place = placeOfId(target);
  const typed = place && typedPlace(place);
  return typed === null ? [] : [typed];
};

/** An hour of maintenance for the targets of the alert that still fire; of a critical alert it includes critical ones. */
export const maintenance: MessageAction = {
  actionId: INCIDENT_ACTIONS.maintenance,
  role: 'operator',
  async execute(value, deps) {
    const incident = await findIncident(value, deps);
    const { alerts } = deps;
    if (incident === null || alerts === null || isAlwaysSent(incident.rule))
      return ephemeral(unknownActionMessage());
    const firing = incident.targets.filter(({ recoveredAt }) => recoveredAt === null);
    const targets = (firing.length === 0 ? incident.targets : firing).map(({ target }) => target);
    const from = deps.clock.now();
    const silence = {
      kind: 'maintenance',
      targets,
      from,
      until: addMs(from, ONE_HOUR_MS),
      reason: null,
    } as const;
    const includesCritical = incident.severity === 'critical';
    const begun = await beginSilenceFor(
      { ...silence, includesCritical },
      { ...deps, alerts },
      {
        example: `/arb-alerts maintenance ${targets.flatMap(typedName).join(' and ')} 1h critical`,
      },
    );
    return ephemeral(begun);
  },
};
