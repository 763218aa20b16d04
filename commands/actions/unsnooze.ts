import { INCIDENT_ACTIONS } from '../../formatters';
import type { MessageAction } from './action';
import { applyIncidentAction } from './incidentAction';

export const unsnooze: MessageAction = {
  actionId: INCIDENT_ACTIONS.unsnooze,
  role: 'operator',
  execute: (value, deps) => applyIncidentAction(value, (on) => ({ kind: 'unsnooze', ...on }), deps),
};
