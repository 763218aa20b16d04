import { INCIDENT_ACTIONS } from '../../formatters';
import type { MessageAction } from './action';
import { applyIncidentAction } from './incidentAction';

export const unsnooze: MessageAction = {
  actionId: INCIDENT_ACTIONS.unsnooze,
  right: 'act',
  press: ({ value }, deps) => applyIncidentAction(value, (on) => ({ kind: 'unsnooze', ...on }), deps),
};
