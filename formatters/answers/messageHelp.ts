import { bulletList, literal, richText } from '../blockKit/blocks';
import { mrkdwn } from '../blockKit/fallbackText';
import { type Message, message } from '../blockKit/message';
import { t } from '../text/catalogue';

const WORD_LENGTH = 60;

/** What can be asked in a message, with the word that is not known, and the nearest to it. */
export function messageHelp(
  word: string | null,
  suggestion: string | null,
  all: readonly { readonly word: string; readonly description: string }[],
): Message {
  const { canAsk, entry, examples, unknown, unknownSpoken } = t.conversation;
  const words = all.map((each) => each.word).join(', ');
  const spoken = `${canAsk}: ${words}.`;
  return message(word === null ? spoken : `${unknownSpoken(suggestion)} ${spoken}`, [
    ...(word === null ? [] : [richText(unknown(literal(word, WORD_LENGTH), suggestion))]),
    bulletList(
      canAsk,
      all.map((each) => entry(each.word, each.description)),
    ),
    richText(examples()),
  ]);
}

/** A slash command that the app has and this version does not. */
export function unknownCommandMessage(command: string, suggestion: string | null): Message {
  const line = t.conversation.unknownCommand(literal(command, WORD_LENGTH), suggestion);
  return message(mrkdwn(line), [richText(line)]);
}
