import type { DataTableBlock, TableBlock } from '@slack/types';
import { bold, richText, table, tableCell } from './blocks';
import { clampBlocks } from './clampBlocks';
import type { MessageBlock } from './dataVisualization';
import type { Message } from './message';

/* Slack brings new blocks to one workspace after the other, and one without them refuses the whole message. */

/** A block of 2026 that a workspace may not have yet. */
export type NewBlock = 'data_visualization' | 'data_table' | 'container';

const NEW_BLOCKS: readonly NewBlock[] = ['data_visualization', 'data_table', 'container'];

/** Which of the new blocks the message has. */
export const newBlocksIn = ({ blocks }: Message): NewBlock[] =>
  NEW_BLOCKS.filter((type) => blocks.some((block) => block.type === type));

/**
 * The same message in blocks that every workspace has: without its charts, whose figures stand in words beside them, with
 * plain tables, and with everything unfolded.
 * @param refused which of the new blocks are replaced; all unless given
 */
export const withPlainBlocks = (
  { text, blocks }: Message,
  refused: readonly NewBlock[] = NEW_BLOCKS,
): Message => ({
  text,
  blocks: clampBlocks(
    blocks.flatMap((block) => (refused.some((type) => type === block.type) ? plainBlocks(block) : [block])),
  ),
});

function plainBlocks(block: MessageBlock): MessageBlock[] {
  switch (block.type) {
    case 'data_visualization':
      return [];
    case 'data_table':
      return [richText([bold(block.caption)]), plainTable(block)];
    case 'container': {
      const { title, rich_text_title } = block;
      const heading = rich_text_title ?? (title && richText([bold(title.text)]));
      return [...(heading ? [heading] : []), ...block.child_blocks];
    }
    default:
      return [block];
  }
}

const plainTable = ({ rows }: DataTableBlock): TableBlock =>
  table(rows.map((row) => row.map((cell) => (cell.type === 'raw_number' ? tableCell(cell.text) : cell))));
