import { INCIDENT_ACTIONS } from '../../formatters';
import { actOnPressed } from './incidentPress';
import type { PressAction } from './press';

export const releaseHeartbeat: PressAction = {
  actionId: INCIDENT_ACTIONS.releaseHeartbeat,
  right: 'act',
  press: ({ value }, deps) => actOnPressed(value, (on) => ({ kind: 'release_heartbeat', ...on }), deps),
};
