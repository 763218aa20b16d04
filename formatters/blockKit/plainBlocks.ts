import type { DataTableBlock, TableBlock } from '@slack/types';
import { bold, richText, table, tableCell } from './blocks';
import { clampBlocks } from './clampBlocks';
import type { MessageBlock } from './dataVisualization';
import type { Message } from './message';

/* Slack brings new blocks to one workspace after the other, and one without them refuses the whole message. */

/** The blocks of 2026 that a workspace may not have yet. */
export const NEW_BLOCKS: readonly MessageBlock['type'][] = ['data_visualization', 'data_table', 'container'];

/** True for a message that a workspace without the new blocks would refuse. */
export const hasNewBlocks = ({ blocks }: Message): boolean =>
  blocks.some(({ type }) => NEW_BLOCKS.includes(type));

/**
 * The same message in blocks that every workspace has: without its charts, whose figures stand in words beside them, with
 * plain tables, and with everything unfolded.
 */
export const withPlainBlocks = ({ text, blocks }: Message): Message => ({
  text,
  blocks: clampBlocks(blocks.flatMap(plainBlocks)),
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
