import { INCIDENT_ACTIONS } from '../../formatters';
import { actOnPressed } from './incidentPress';
import type { PressAction } from './press';

export const unsnooze: PressAction = {
  actionId: INCIDENT_ACTIONS.unsnooze,
  right: 'act',
  press: ({ value }, deps) => actOnPressed(value, (on) => ({ kind: 'unsnooze', ...on }), deps),
};
