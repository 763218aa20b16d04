import { bulletList, literal, richText } from '../blockKit/blocks';
import { mrkdwn } from '../blockKit/fallbackText';
import { type Message, message } from '../blockKit/message';
import { t } from '../text/catalogue';

const WORD_LENGTH = 60;

/** What can be asked in a message: with what each shows; or, where a word is not known, the nearest to it and the words alone. */
export function messageHelp(
  word: string | null,
  suggestion: string | null,
  all: readonly { readonly word: string; readonly description: string }[],
): Message {
  const { canAsk, entry, examples, unknown, unknownSpoken } = t.conversation;
  const spoken = `${canAsk}: ${all.map((each) => each.word).join(', ')}.`;
  if (word !== null)
    return message(`${unknownSpoken(suggestion)} ${spoken}`, [
      richText(unknown(literal(word, WORD_LENGTH), suggestion), [spoken], examples()),
    ]);
  const entries = all.map((each) => entry(each.word, each.description));
  return message(spoken, [bulletList(canAsk, entries), richText(examples())]);
}

/** A slash command that the app has and this version does not. */
export function unknownCommandMessage(command: string, suggestion: string | null): Message {
  const line = t.conversation.unknownCommand(literal(command, WORD_LENGTH), suggestion);
  return message(mrkdwn(line), [richText(line)]);
}
