import { INCIDENT_ACTIONS, SNOOZES, unknownActionMessage } from '../../formatters';
import { parseUntil } from '../lib/time/takeTime';
import { hasProblem } from '../lib/time/timeProblem';
import type { MessageAction } from './action';
import { applyToIncident } from './incidentAction';

/** The menu's values are `4h <incident>`. */
export const snooze: MessageAction = {
  actionId: INCIDENT_ACTIONS.snooze,
  role: 'operator',
  async execute(value, deps) {
    const time = SNOOZES.find((choice) => value?.startsWith(`${choice} `));
    if (value === null || time === undefined) return unknownActionMessage();
    const until = parseUntil(time, { now: deps.clock.now(), zone: deps.zone });
    if (until === null || hasProblem(until)) return unknownActionMessage();
    return applyToIncident(value.slice(time.length + 1), { kind: 'snooze', until: until.value.at }, deps);
  },
};
