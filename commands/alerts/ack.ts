import { t } from '../../formatters';
import { applyToNamedTarget } from '../lib/incidentActions';
import { onlyTarget } from '../lib/parseTarget';
import type { AlertSubcommand } from './subcommand';

export const ackSubcommand: AlertSubcommand = {
  words: ['ack'],
  usage: 'ack <target>',
  examples: [{ text: 'ack paper docker', meaning: t.commands.alerts.ack }],
  role: 'responder',
  execute: async (words, deps) => applyToNamedTarget(onlyTarget(words, deps), { kind: 'acknowledge' }, deps),
};
