import { INCIDENT_ACTIONS } from '../../formatters';
import type { PressAction } from './action';
import { actOnPressed } from './incidentAction';

export const unsnooze: PressAction = {
  actionId: INCIDENT_ACTIONS.unsnooze,
  right: 'act',
  press: ({ value }, deps) => actOnPressed(value, (on) => ({ kind: 'unsnooze', ...on }), deps),
};
