import { t } from '../../formatters';
import { applyToNamedTarget } from '../lib/incidentActions';
import { onlyTarget } from '../lib/parseTarget';
import type { AlertSubcommand } from './subcommand';

export const unsnoozeSubcommand: AlertSubcommand = {
  words: ['unsnooze'],
  usage: 'unsnooze <target>',
  examples: [{ text: 'unsnooze paper docker', meaning: t.commands.alerts.unsnooze }],
  role: 'responder',
  execute: async (words, deps) => applyToNamedTarget(onlyTarget(words, deps), { kind: 'unsnooze' }, deps),
};
