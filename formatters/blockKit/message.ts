import { t } from '../text/catalogue';
import { contextBlock } from './blocks';
import { clampBlocks } from './clampBlocks';
import type { MessageBlock } from './dataVisualization';
import { truncate } from './escape';
import type { FormatOptions } from './options';
import { MESSAGE_LIMITS } from './slackLimits';

/** A Slack message: `text` is the whole sentence that notifications and screen readers speak. */
export interface Message {
  readonly text: string;
  readonly blocks: MessageBlock[];
}

/** Whether Slack takes all of these blocks, so that none need be left out. */
export const fits = (blocks: readonly MessageBlock[]): boolean =>
  clampBlocks(blocks).length === blocks.length;

/** The one way to make a message: whatever it is given, what it returns is within Slack's limits. */
export const message = (text: string, blocks: readonly MessageBlock[]): Message => ({
  text: truncate(text, MESSAGE_LIMITS.textAdvised),
  blocks: clampBlocks(blocks),
});

/** A message that shows the traders' data, and says so when that is the demo's. */
export function dataMessage(text: string, blocks: readonly MessageBlock[], options: FormatOptions): Message {
  if (options.isUnlimited) return { text, blocks: [...blocks] };
  return options.demo
    ? message(t.common.demo.fallback(text), [contextBlock(t.common.demo.note), ...blocks])
    : message(text, blocks);
}
