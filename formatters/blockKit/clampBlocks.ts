import type { ContainerBlock, RichTextBlock, RichTextSection } from '@slack/types';
import { currentLanguage, type Language } from '../../src/lib/language';
import { memoize } from '../../src/lib/memoize';
import { t } from '../text/catalogue';
import { contextBlock } from './blocks';
import { clampBlock, clampText, clampTextObject, firstRows } from './clampBlock';
import { chartProblem, type MessageBlock } from './dataVisualization';
import { BLOCK_LIMITS, MESSAGE_LIMITS } from './slackLimits';

/*
 * The last line of defence: the formatters keep to Slack's limits by saying less, and this makes sure. Slack counts the
 * characters of all blocks in a way it does not tell; their JSON is at least as long as any text in them.
 */

const SMALLEST_WORTH_SHRINKING = 300;
/** Of the rows of a table that is too long, so many are kept at a time. */
const ROWS_KEPT = 0.85;
/** The same block for the same language, by which it is recognized. */
const omittedIn = memoize((_: Language) => contextBlock(t.common.omitted));
const omitted = () => omittedIn(currentLanguage());

const sizeOf = (value: unknown): number => JSON.stringify(value).length;

/** Every text of a rich_text block, one after the other. */
function plainText(value: unknown): string {
  if (Array.isArray(value)) return value.map(plainText).join(' ');
  if (typeof value !== 'object' || value === null) return '';
  if ('text' in value && typeof value.text === 'string') return value.text;
  return 'elements' in value ? plainText(value.elements) : '';
}

const ELLIPSIS: RichTextSection = { type: 'rich_text_section', elements: [{ type: 'text', text: '…' }] };

/** With half of the items of its list, and a last one that says so; null where it has no list that is worth it. */
function shorterList({ type, elements }: RichTextBlock): RichTextBlock | null {
  const list = elements.at(-1);
  if (list?.type !== 'rich_text_list') return null;
  const items = list.elements.filter((item) => item !== ELLIPSIS);
  if (items.length < 2) return null;
  const kept = [...items.slice(0, Math.ceil(items.length / 2)), ELLIPSIS];
  return { type, elements: [...elements.slice(0, -1), { ...list, elements: kept }] };
}

const halfText = (block: RichTextBlock): RichTextBlock => {
  const text = plainText(block.elements);
  const shrink = clampText(text, Math.ceil(text.length / 2));
  return {
    type: 'rich_text',
    elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: shrink }] }],
  };
};

/** A part of the block; null when that is too little to be worth showing. */
function shrink(block: MessageBlock): MessageBlock | null {
  if (sizeOf(block) < SMALLEST_WORTH_SHRINKING) return null;
  if (block.type === 'container') return withoutLastChild(block);
  if ((block.type === 'table' || block.type === 'data_table') && block.rows.length > 3)
    return { ...block, rows: firstRows(block.rows, Math.floor(block.rows.length * ROWS_KEPT)) };
  if (block.type === 'rich_text') return shorterList(block) ?? halfText(block);
  if (block.type === 'section' && block.text && !block.fields)
    return { ...block, text: clampTextObject(block.text, Math.ceil(block.text.text.length / 2)) };
  return null;
}

function withoutLastChild(block: ContainerBlock): ContainerBlock | null {
  const kept = block.child_blocks.filter((child) => child !== omitted()).slice(0, -1);
  return kept.length === 0 ? null : { ...block, child_blocks: [...kept, omitted()] };
}

/** The index of the largest block that is neither heading nor buttons, or of the largest of all. */
function largestBlock(blocks: readonly MessageBlock[]): number {
  const sizes = blocks.map((block) =>
    block.type === 'header' || block.type === 'actions' ? 0 : sizeOf(block),
  );
  return sizes.indexOf(Math.max(...sizes));
}

const hasTable = (block: MessageBlock): boolean =>
  block.type === 'container'
    ? block.child_blocks.some(hasTable)
    : block.type === 'table' || block.type === 'data_table';

/** The charts and tables among the blocks that one message may have: those that come first. */
function countable(blocks: readonly MessageBlock[]): MessageBlock[] {
  const tables = blocks.filter(hasTable).slice(MESSAGE_LIMITS.tables);
  const charts = blocks.filter((block) => block.type === 'data_visualization');
  const drawable = charts.filter((chart) => chartProblem(chart) === null).slice(0, MESSAGE_LIMITS.charts);
  return blocks.filter((block) =>
    block.type === 'data_visualization' ? drawable.includes(block) : !tables.includes(block),
  );
}

function shortDataTable(block: MessageBlock): MessageBlock {
  if (block.type !== 'data_table' || sizeOf(block.rows) <= BLOCK_LIMITS.dataTableText) return block;
  const smaller = shrink(block);
  return smaller === null ? block : shortDataTable(smaller);
}

/** As many blocks, rows and characters as Slack takes in one message; what was left out is reported at the end. */
export function clampBlocks(blocks: readonly MessageBlock[]): MessageBlock[] {
  const fitting = countable(blocks).slice(0, MESSAGE_LIMITS.blocks).map(clampBlock).map(shortDataTable);
  while (sizeOf([...fitting, omitted()]) > MESSAGE_LIMITS.allBlocksText) {
    const index = largestBlock(fitting);
    const block = fitting[index];
    const smaller = block ? shrink(block) : null;
    fitting.splice(index, 1, ...(smaller ? [smaller] : []));
  }
  if (fitting.length === blocks.length) return fitting;
  return [...fitting.slice(0, MESSAGE_LIMITS.blocks - 1), omitted()];
}
