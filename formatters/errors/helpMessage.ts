import { bulletList, literal, richText } from '../blockKit/blocks';
import { type Message, message } from '../blockKit/message';
import { t } from '../text/catalogue';

/** What the help says of one command. */
export interface CommandHelp {
  readonly name: string;
  readonly description: string;
  readonly usageHint: string;
  readonly examples: readonly { readonly text: string; readonly meaning: string }[];
  /** Its words in the reader's language, such as `실거래 = live`. */
  readonly aliases: readonly string[];
}

const USAGE_LENGTH = 200;

/** What a command does, which words it takes, and some examples to type. */
export function helpMessage({ name, description, usageHint, examples, aliases }: CommandHelp): Message {
  const { help } = t.errors;
  return message(help.heading(name, description), [
    richText(help.first(name, description), help.usage(literal(`${name} ${usageHint}`, USAGE_LENGTH))),
    bulletList(
      help.examples,
      examples.map(({ text, meaning }) => help.example(literal(text, USAGE_LENGTH), meaning)),
    ),
    ...(aliases.length === 0 ? [] : [richText(help.aliases(aliases.join(', ')))]),
    richText(help.ephemeral()),
  ]);
}
