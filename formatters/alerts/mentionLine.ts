import { broadcastHere, type Line, mention, richText } from '../blockKit/blocks';
import { mrkdwn } from '../blockKit/fallbackText';
import { type Message, message } from '../blockKit/message';

const HERE = 'here';

/**
 * The message with whom it mentions first: as a block and in its text, so that Slack notifies them and a phone shows what
 * is wrong. Of a message without blocks the text is all that is shown. `lead` stands before them.
 */
export function withMentions(
  { text, blocks }: Message,
  mentions: readonly string[],
  lead: Line = [],
): Message {
  if (mentions.length === 0) return { text, blocks };
  const line = [...lead, ...mentionLine(mentions)];
  const withText = `${mrkdwn(line)} ${text}`;
  return blocks.length === 0 ? { text: withText, blocks } : message(withText, [richText(line), ...blocks]);
}

const mentionLine = (mentions: readonly string[]): Line =>
  mentions.flatMap((each, i) => [...(i === 0 ? [] : [' ']), each === HERE ? broadcastHere : mention(each)]);
