import { PAGE_ACTIONS, shortMessage, t } from '../../formatters';
import { ephemeral } from '../command';
import type { MessageAction } from './action';
import { applyToIncident } from './incidentAction';

/** The button of a direct message: the alert's own message, which shows who acknowledged it, is not observed there. */
export const acknowledgePage: MessageAction = {
  actionId: PAGE_ACTIONS.acknowledge,
  role: 'responder',
  execute: async (value, deps) =>
    (await applyToIncident(value, { kind: 'acknowledge' }, deps)) ??
    ephemeral(shortMessage([t.escalation.page.acknowledged])),
};
