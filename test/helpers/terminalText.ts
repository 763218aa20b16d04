import type { Message } from '../../formatters';
import type { View } from '../../src/cli/render/inlineText';
import { messageText } from '../../src/cli/render/messageText';
import { plain } from '../../src/cli/render/style';

/** A message as a terminal shows it, without colours, in Seoul. */
export const terminalText = (message: Pick<Message, 'blocks'>, view: Partial<View> = {}): string =>
  messageText(message, {
    columns: Number.POSITIVE_INFINITY,
    paint: plain,
    zone: 'Asia/Seoul',
    now: new Date('2026-11-22T07:41:51Z'),
    ...view,
  });
