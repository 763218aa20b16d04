import { INCIDENT_ACTIONS } from '../../formatters';
import type { MessageAction } from './action';
import { applyIncidentAction } from './incidentAction';

export const mute: MessageAction = {
  actionId: INCIDENT_ACTIONS.mute,
  role: 'operator',
  execute: (value, deps) => applyIncidentAction(value, (on) => ({ kind: 'mute', ...on }), deps),
};
