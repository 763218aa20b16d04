import type { ContainerBlock } from '@slack/types';
import { escapeInvisible, truncate } from './escape';
import { BLOCK_LIMITS } from './slackLimits';

const plain = (text: string, limit: number) =>
  ({ type: 'plain_text', text: truncate(escapeInvisible(text), limit), emoji: false }) as const;

/**
 * Blocks folded away below a heading, as on a phone's screen only what must be read should stand unfolded. It takes
 * neither charts nor data tables, and 10 blocks at most.
 */
export const foldedBlocks = (
  title: string,
  children: ContainerBlock['child_blocks'],
  subtitle?: string,
): ContainerBlock => ({
  type: 'container',
  title: plain(title, BLOCK_LIMITS.containerTitle),
  ...(subtitle === undefined ? {} : { subtitle: plain(subtitle, BLOCK_LIMITS.containerSubtitle) }),
  child_blocks: children,
  is_collapsible: true,
  default_collapsed: true,
});
