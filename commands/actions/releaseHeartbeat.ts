import { INCIDENT_ACTIONS } from '../../formatters';
import type { PressAction } from './action';
import { actOnPressed } from './incidentAction';

export const releaseHeartbeat: PressAction = {
  actionId: INCIDENT_ACTIONS.releaseHeartbeat,
  right: 'act',
  press: ({ value }, deps) => actOnPressed(value, (on) => ({ kind: 'release_heartbeat', ...on }), deps),
};
