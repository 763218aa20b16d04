import { t } from '../../formatters';
import { onlySelection } from '../lib/selection/alertSelection';
import { applyToSelection } from '../lib/selection/incidentActions';
import type { AlertSubcommand } from './subcommand';

export const ackSubcommand: AlertSubcommand = {
  words: ['ack'],
  usage: 'ack [target | id | all]',
  get examples() {
    return [
      { text: 'ack', meaning: t.commands.alerts.ackOnly },
      { text: 'ack paper docker', meaning: t.commands.alerts.ack },
    ];
  },
  role: 'responder',
  execute: async (words, deps) => applyToSelection(onlySelection(words, deps), { kind: 'acknowledge' }, deps),
};
