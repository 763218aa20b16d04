import { INCIDENT_ACTIONS, SNOOZES, unknownActionMessage } from '../../formatters';
import { ephemeral } from '../command';
import { authorizeSnooze } from '../lib/authorize';
import { parseUntil } from '../lib/time/takeTime';
import { hasProblem } from '../lib/time/timeProblem';
import type { MessageAction } from './action';
import { applyToIncident } from './incidentAction';

/** The menu's values are `4h <incident>`. */
export const snooze: MessageAction = {
  actionId: INCIDENT_ACTIONS.snooze,
  role: 'responder',
  async execute(value, deps) {
    const time = SNOOZES.find((choice) => value?.startsWith(`${choice} `));
    if (value === null || time === undefined) return ephemeral(unknownActionMessage());
    const typed = parseUntil(time, { now: deps.clock.now(), zone: deps.zone });
    if (typed === null || hasProblem(typed)) return ephemeral(unknownActionMessage());
    const until = typed.value.at;
    const denial = await authorizeSnooze(until, deps);
    if (denial !== null) return ephemeral(denial);
    return applyToIncident(value.slice(time.length + 1), { kind: 'snooze', until }, deps);
  },
};
