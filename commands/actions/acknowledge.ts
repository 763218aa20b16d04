import { INCIDENT_ACTIONS } from '../../formatters';
import { actOnPressed } from './incidentPress';
import type { PressAction } from './press';

export const acknowledge: PressAction = {
  actionId: INCIDENT_ACTIONS.acknowledge,
  right: 'act',
  press: ({ value }, deps) => actOnPressed(value, (on) => ({ kind: 'acknowledge', ...on }), deps),
};
