import type { KnownBlock, ModalView } from '@slack/types';
import { richText } from '../blockKit/blocks';
import { truncate } from '../blockKit/escape';
import type { Message } from '../blockKit/message';
import { withPlainBlocks } from '../blockKit/plainBlocks';
import { VIEW_LIMITS } from '../blockKit/slackLimits';
import { t } from '../text/catalogue';

const plain = (text: string) => ({
  type: 'plain_text' as const,
  text: truncate(text, VIEW_LIMITS.title),
  emoji: false,
});

const modal = (blocks: KnownBlock[]): ModalView => ({
  type: 'modal',
  title: plain(t.shortcuts.fleet),
  close: plain(t.shortcuts.close),
  blocks,
});

/** What is shown at once, while the traders are read: a trigger opens nothing later than 3 s after the press. */
export const readingView = (): ModalView => modal([richText([t.shortcuts.reading])]);

/** A message as a modal shows it: without what only messages may have. */
export const messageView = (message: Message): ModalView =>
  modal(withPlainBlocks(message).blocks.slice(0, VIEW_LIMITS.blocks) as KnownBlock[]);
