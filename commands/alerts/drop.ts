import { droppedMessage, nothingToDropMessage, refusalMessage, t } from '../../formatters';
import { ephemeral } from '../command';
import { UsageError } from '../lib/parseArgs';
import type { AlertSubcommand } from './subcommand';

export const dropSubcommand: AlertSubcommand = {
  words: ['drop'],
  usage: 'drop <number>',
  get examples() {
    return [{ text: 'drop 417', meaning: t.commands.alerts.drop }];
  },
  role: 'operator',
  async execute(words, deps) {
    const { dropWhich, dropNumber, notANumber } = t.commands.alerts;
    const [number, ...more] = words.map(({ text }) => text);
    const missing = { word: null, problem: dropWhich, expected: dropNumber, suggestion: null };
    if (number === undefined) throw new UsageError(missing);
    const wrong = [number, ...more].find((word, at) => at > 0 || !/^#?\d{1,4}$/.test(word));
    if (wrong !== undefined) throw new UsageError({ ...missing, word: wrong, problem: notANumber });
    const result = await deps.alerts.drop(Number(number.replace('#', '')), deps.requester.userId);
    switch (result.kind) {
      case 'dropped':
        return ephemeral(droppedMessage(result.dropped));
      case 'unknown':
        return ephemeral(nothingToDropMessage(number, result.numbers));
      case 'refused':
        return ephemeral(refusalMessage(result.refusal));
    }
  },
};
