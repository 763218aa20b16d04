import { INCIDENT_ACTIONS, SNOOZES, unknownPressMessage } from '../../formatters';
import { snoozedUntil } from '../lib/parseSnooze';
import type { PressAction } from './action';
import { actOnPressed } from './incidentAction';

export const snooze: PressAction = {
  actionId: INCIDENT_ACTIONS.snooze,
  right: 'act',
  async press({ value }, deps) {
    const chosen = chosenIn(value);
    if (chosen === null) return unknownPressMessage();
    const until = snoozedUntil(chosen.time, deps.clock.now(), deps.zone);
    return actOnPressed(chosen.key, (on) => ({ kind: 'snooze', until, ...on }), deps);
  },
};

/** `4h <incident>`, as the menu has it. */
function chosenIn(value: string | null): { readonly time: string; readonly key: string } | null {
  const time = SNOOZES.find((choice) => value?.startsWith(`${choice} `));
  return value === null || time === undefined ? null : { time, key: value.slice(time.length + 1) };
}
