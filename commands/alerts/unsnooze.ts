import { t } from '../../formatters';
import { onlySelection } from '../lib/alertSelection';
import { applyToSelection } from '../lib/incidentActions';
import type { AlertSubcommand } from './subcommand';

export const unsnoozeSubcommand: AlertSubcommand = {
  words: ['unsnooze'],
  usage: 'unsnooze [target | id | all]',
  examples: [{ text: 'unsnooze paper docker', meaning: t.commands.alerts.unsnooze }],
  role: 'responder',
  execute: async (words, deps) => applyToSelection(onlySelection(words, deps), { kind: 'unsnooze' }, deps),
};
