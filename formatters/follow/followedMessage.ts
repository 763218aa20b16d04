import type { ActionsBlock } from '@slack/types';
import type { EndReason, Followed } from '../../src/follow/followed';
import { bold, contextBlock, type Line, richText } from '../blockKit/blocks';
import { truncate } from '../blockKit/escape';
import { mrkdwn, toFallbackText } from '../blockKit/fallbackText';
import { fits, type Message, message } from '../blockKit/message';
import { ELEMENT_LIMITS } from '../blockKit/slackLimits';
import { t } from '../text/catalogue';

/** The `action_id` of the button on a followed message. */
export const FOLLOW_ACTIONS = { stop: 'follow:stop' } as const;

/** What a followed message shows, before it is known where it is: it claims nothing of later. */
export const firstFollowedMessage = (
  shown: Message,
  { updatedFrom, stopValue }: { readonly updatedFrom: Date; readonly stopValue: string },
): Message => withStop(shown.text, [contextBlock(t.follow.begins(updatedFrom)), ...shown.blocks], stopValue);

/** The same while it is kept current, with a button that ends it; `stopValue` names it. */
export function followedMessage(
  shown: Message,
  {
    intervalMs,
    endsAt,
    stopValue,
  }: { readonly intervalMs: number; readonly endsAt: Date | null; readonly stopValue: string },
): Message {
  return withStop(
    shown.text,
    [contextBlock(t.follow.current(intervalMs, endsAt)), ...shown.blocks],
    stopValue,
  );
}

/** Without the button where it would be too long for Slack then. */
function withStop(text: string, blocks: Message['blocks'], stopValue: string): Message {
  const all = [...blocks, ...stopButton(stopValue)];
  return message(text, fits(all) ? all : blocks);
}

/** The same once it has ended, with why above it. */
export function endedFollowedMessage(
  shown: Message,
  end: { readonly reason: EndReason; readonly at: Date },
): Message {
  const why = t.follow.ended(end.reason, end.at);
  return message(`${mrkdwn([t.follow.endedText(end.reason)])} ${shown.text}`, [
    richText([bold(t.follow.endedTitle)], why),
    ...shown.blocks,
  ]);
}

/** The direct message to who followed something that has ended. */
export function followEndMessage(
  { end, line, channel, result }: Pick<Followed, 'end' | 'line' | 'channel' | 'result'>,
  zone: string,
): Message {
  const words: Line =
    end?.reason === 'refused'
      ? t.follow.refused(line, channel, end.code ?? '')
      : t.follow.finished(line, channel);
  const lines = [words, ...(result === null ? [] : [[t.follow.result(result)]])];
  const now = end?.at ?? new Date(0);
  return message(lines.map((each) => toFallbackText(each, now, zone)).join(' '), [richText(...lines)]);
}

const stopButton = (value: string): ActionsBlock[] =>
  value.length > ELEMENT_LIMITS.buttonValue
    ? []
    : [
        {
          type: 'actions',
          elements: [
            {
              type: 'button',
              action_id: FOLLOW_ACTIONS.stop,
              value,
              text: {
                type: 'plain_text',
                text: truncate(t.follow.stop, ELEMENT_LIMITS.buttonText),
                emoji: false,
              },
            },
          ],
        },
      ];
