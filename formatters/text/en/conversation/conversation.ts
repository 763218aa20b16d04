import { bold, line, literal, type TextSpan } from '../../../blockKit/blocks';

/** What is said to mentions and direct messages. */
export const conversation = {
  /** The word that asks for the list. */
  help: 'help',
  unknown: (word: TextSpan, suggestion: string | null): TextSpan[] =>
    line`arbwatch does not know ${word}.${suggestion === null ? null : line` Did you mean ${literal(suggestion)}?`}`,
  unknownSpoken: (suggestion: string | null) =>
    `arbwatch does not know this word.${suggestion === null ? '' : ` Did you mean ${suggestion}?`}`,
  canAsk: 'You can ask',
  /** One thing that can be asked. */
  entry: (word: string, description: string): TextSpan[] => line`${bold(word)} ${description}`,
  examples: (): TextSpan[] =>
    line`For example ${literal('status paper docker 24h')}; ${literal('status help')} shows all words. In the thread of an alert, ${literal('status?')} is about its trader.`,
  unknownCommand: (command: TextSpan, suggestion: string | null): TextSpan[] =>
    line`This version of arbwatch does not know ${command}.${suggestion === null ? null : line` Did you mean ${literal(suggestion)}?`} Please tell whoever runs the bot: the commands of the Slack app are not those of its manifest.yml.`,
};
