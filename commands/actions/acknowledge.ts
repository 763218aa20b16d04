import { INCIDENT_ACTIONS } from '../../formatters';
import type { PressAction } from './action';
import { actOnPressed } from './incidentAction';

export const acknowledge: PressAction = {
  actionId: INCIDENT_ACTIONS.acknowledge,
  right: 'act',
  press: ({ value }, deps) => actOnPressed(value, (on) => ({ kind: 'acknowledge', ...on }), deps),
};
