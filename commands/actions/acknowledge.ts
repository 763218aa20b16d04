import { INCIDENT_ACTIONS } from '../../formatters';
import type { MessageAction } from './action';
import { applyIncidentAction } from './incidentAction';

export const acknowledge: MessageAction = {
  actionId: INCIDENT_ACTIONS.acknowledge,
  role: 'operator',
  execute: (value, deps) => applyIncidentAction(value, (on) => ({ kind: 'acknowledge', ...on }), deps),
};
