import { broadcastHere, type Line, mention, richText } from '../blockKit/blocks';
import { truncate } from '../blockKit/escape';
import { mrkdwn, TEXT_LENGTH } from '../blockKit/fallbackText';
import { type Message, message } from '../blockKit/message';

const HERE = 'here';

/**
 * The message with whom it mentions: as its first block, and behind its text, so that Slack notifies them and a phone shows
 * what is wrong first. Of a message without blocks the text is all that is shown.
 */
export function withMentions({ text, blocks }: Message, mentions: readonly string[]): Message {
  if (mentions.length === 0) return { text, blocks };
  const line = mentionLine(mentions);
  const names = mrkdwn(line);
  // So that they stay where Slack refuses the blocks, and the text is cut to that.
  const withText = `${truncate(text, TEXT_LENGTH - names.length - 1)} ${names}`;
  return blocks.length === 0 ? { text: withText, blocks } : message(withText, [richText(line), ...blocks]);
}

const mentionLine = (mentions: readonly string[]): Line =>
  mentions.flatMap((each, i) => [...(i === 0 ? [] : [' ']), each === HERE ? broadcastHere : mention(each)]);
