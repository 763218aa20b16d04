import { INCIDENT_ACTIONS } from '../../formatters';
import type { MessageAction } from './action';
import { applyIncidentAction } from './incidentAction';

export const releaseHeartbeat: MessageAction = {
  actionId: INCIDENT_ACTIONS.releaseHeartbeat,
  role: 'operator',
  execute: (value, deps) => applyIncidentAction(value, (on) => ({ kind: 'release_heartbeat', ...on }), deps),
};
