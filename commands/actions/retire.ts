import { INCIDENT_ACTIONS } from '../../formatters';
import { actOnPressed } from './incidentPress';
import type { PressAction } from './press';

export const retire: PressAction = {
  actionId: INCIDENT_ACTIONS.retire,
  right: 'act',
  press: ({ value }, deps) => actOnPressed(value, (on) => ({ kind: 'retire', ...on }), deps),
};
