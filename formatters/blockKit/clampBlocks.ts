import type { KnownBlock, RichTextBlock } from '@slack/types';
import { t } from '../text/catalogue';
import { contextBlock } from './blocks';
import { clampBlock, clampText, clampTextObject, firstRows } from './clampBlock';
import { MESSAGE_LIMITS } from './slackLimits';

/*
 * The last line of defence: the formatters keep to Slack's limits by saying less, and this makes sure. Slack counts the
 * characters of all blocks in a way it does not tell; their JSON is at least as long as any text in them.
 */

const SMALLEST_WORTH_SHRINKING = 300;
const OMITTED_BLOCK = contextBlock(t.common.omitted);

const sizeOf = (value: unknown): number => JSON.stringify(value).length;

/** Every text of a rich_text block, one after the other. */
function plainText(value: unknown): string {
  if (Array.isArray(value)) return value.map(plainText).join(' ');
  if (typeof value !== 'object' || value === null) return '';
  if ('text' in value && typeof value.text === 'string') return value.text;
  return 'elements' in value ? plainText(value.elements) : '';
}

const halfText = (block: RichTextBlock): RichTextBlock => {
  const text = plainText(block.elements);
  const shrink = clampText(text, Math.ceil(text.length / 2));
  return {
    type: 'rich_text',
    elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: shrink }] }],
  };
};

/** About half of the block; null when that is too little to be worth showing. */
function shrink(block: KnownBlock): KnownBlock | null {
  if (sizeOf(block) < SMALLEST_WORTH_SHRINKING) return null;
  if (block.type === 'table' && block.rows.length > 3)
    return { ...block, rows: firstRows(block.rows, Math.ceil(block.rows.length / 2)) };
  if (block.type === 'rich_text') return halfText(block);
  if (block.type === 'section' && block.text && !block.fields)
    return { ...block, text: clampTextObject(block.text, Math.ceil(block.text.text.length / 2)) };
  return null;
}

/** The index of the largest block that is neither heading nor buttons, or of the largest of all. */
function largestBlock(blocks: readonly KnownBlock[]): number {
  const sizes = blocks.map((block) =>
    block.type === 'header' || block.type === 'actions' ? 0 : sizeOf(block),
  );
  return sizes.indexOf(Math.max(...sizes));
}

const firstTable = (blocks: readonly KnownBlock[]): KnownBlock[] => {
  const table = blocks.findIndex(({ type }) => type === 'table');
  return blocks.filter(({ type }, i) => type !== 'table' || i === table);
};

/** As many blocks, rows and characters as Slack takes in one message; what was left out is told at the end. */
export function clampBlocks(blocks: readonly KnownBlock[]): KnownBlock[] {
  const fitting = firstTable(blocks).slice(0, MESSAGE_LIMITS.blocks).map(clampBlock);
  while (sizeOf([...fitting, OMITTED_BLOCK]) > MESSAGE_LIMITS.allBlocksText) {
    const index = largestBlock(fitting);
    const block = fitting[index];
    const smaller = block ? shrink(block) : null;
    fitting.splice(index, 1, ...(smaller ? [smaller] : []));
  }
  if (fitting.length === blocks.length) return fitting;
  return [...fitting.slice(0, MESSAGE_LIMITS.blocks - 1), OMITTED_BLOCK];
}
