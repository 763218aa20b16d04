import { INCIDENT_ACTIONS, SNOOZES, unknownActionMessage } from '../../formatters';
import { parseSnooze } from '../lib/parseSnooze';
import type { MessageAction } from './action';
import { applyIncidentAction } from './incidentAction';

export const snooze: MessageAction = {
  actionId: INCIDENT_ACTIONS.snooze,
  role: 'operator',
  async execute(value, deps) {
    const chosen = chosenIn(value);
    if (chosen === null) return unknownActionMessage();
    const until = parseSnooze(chosen.time, deps.clock.now(), deps.zone);
    return applyIncidentAction(chosen.key, (on) => ({ kind: 'snooze', until, ...on }), deps);
  },
};

/** `4h <incident>`, as the menu has it. */
function chosenIn(value: string | null): { readonly time: string; readonly key: string } | null {
  const time = SNOOZES.find((choice) => value?.startsWith(`${choice} `));
  return value === null || time === undefined ? null : { time, key: value.slice(time.length + 1) };
}
