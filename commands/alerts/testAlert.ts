import { refusalMessage, t, testAlertQueuedMessage } from '../../formatters';
import { ephemeral } from '../command';
import { expectNoArgs, parseAlertArgs } from '../lib/parseTarget';
import type { AlertSubcommand } from './subcommand';

export const testSubcommand: AlertSubcommand = {
  words: ['test'],
  usage: 'test',
  examples: [{ text: 'test', meaning: t.commands.alerts.test }],
  role: 'responder',
  async execute(words, deps) {
    expectNoArgs(parseAlertArgs(words, deps).rest);
    const queued = await deps.alerts.test(deps.requester.userId, 'info');
    return ephemeral(
      queued.kind === 'queued' ? testAlertQueuedMessage(queued.channel) : refusalMessage(queued.refusal),
    );
  },
};
