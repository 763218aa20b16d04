import { INCIDENT_ACTIONS } from '../../formatters';
import type { PressAction } from './action';
import { actOnPressed } from './incidentAction';

export const retire: PressAction = {
  actionId: INCIDENT_ACTIONS.retire,
  right: 'act',
  press: ({ value }, deps) => actOnPressed(value, (on) => ({ kind: 'retire', ...on }), deps),
};
