import { drillBegunMessage, refusalMessage, t } from '../../formatters';
import { ephemeral } from '../command';
import { UsageError } from '../lib/parseArgs';
import { folded } from '../lib/plainText';
import type { AlertSubcommand } from './subcommand';

export const drillSubcommand: AlertSubcommand = {
  words: ['drill'],
  usage: 'drill [now]',
  get examples() {
    return [{ text: 'drill now', meaning: t.commands.alerts.drill }];
  },
  role: 'operator',
  async execute(words, deps) {
    const [first, second] = words;
    const wrong = folded(first?.text ?? '') === 'now' ? second : first;
    const { drillWrong: problem, drillExpected: expected } = t.commands.alerts;
    if (wrong !== undefined) throw new UsageError({ word: wrong.text, problem, expected, suggestion: null });
    const begun = await deps.alerts.drill({
      userId: deps.requester.userId,
      isQuick: first !== undefined,
    });
    return ephemeral(
      begun.kind === 'begun' ? drillBegunMessage(begun.channel, begun.steps) : refusalMessage(begun.refusal),
    );
  },
};
