import { list, richText } from '../blockKit/blocks';
import { type Message, message } from '../blockKit/message';

/** What the help tells of one command. */
export interface CommandHelp {
  readonly name: string;
  readonly description: string;
  readonly usageHint: string;
  readonly examples: readonly { readonly text: string; readonly meaning: string }[];
}

const USAGE_LENGTH = 200;

/** What a command does, which words it takes, and some examples to type. */
export function helpMessage({ name, description, usageHint, examples }: CommandHelp): Message {
  const usage = `${name} ${usageHint}`;
  return message(`${name}: ${description}`, [
    richText([{ bold: name }, ` ${description}`], ['Usage: ', { data: usage, limit: USAGE_LENGTH }]),
    list(
      'For example',
      examples.map(({ text, meaning }) => [{ data: text, limit: USAGE_LENGTH }, ` ${meaning}`]),
    ),
    richText(['The answer is for you alone; ', { data: 'public' }, ' shows it to the channel.']),
  ]);
}
