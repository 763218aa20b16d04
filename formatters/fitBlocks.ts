import type { KnownBlock, RichTextBlock, TableBlock, TextObject } from '@slack/types';
import { truncate } from './escape';
import { BLOCK_LIMITS, MESSAGE_LIMITS, OBJECT_LIMITS } from './slackLimits';

/*
 * The last line of defence: the formatters keep to Slack's limits by saying less, and this makes sure. Slack counts the
 * characters of all blocks in a way it does not tell; their JSON is at least as long as any text in them.
 */

const SMALLEST_WORTH_SHRINKING = 300;

const sizeOf = (value: unknown): number => JSON.stringify(value).length;

/** Slack refuses an empty text with the whole message. */
const fittingText = (text: string, limit: number): string => (text === '' ? '–' : truncate(text, limit));

const fittingObject = <T extends TextObject>(object: T, limit: number): T => ({
  ...object,
  text: fittingText(object.text, limit),
});

function fittingTable(block: TableBlock): TableBlock {
  const rows = block.rows
    .slice(0, BLOCK_LIMITS.tableRows)
    .map((row) =>
      row
        .slice(0, BLOCK_LIMITS.tableColumns)
        .map((cell) =>
          cell.type === 'raw_text' ? { ...cell, text: fittingText(cell.text, OBJECT_LIMITS.text) } : cell,
        ),
    );
  return { ...block, rows };
}

/** The block within the limits that hold for it alone. */
function fittingBlock(block: KnownBlock): KnownBlock {
  switch (block.type) {
    case 'header':
      return { ...block, text: fittingObject(block.text, BLOCK_LIMITS.headerText) };
    case 'section':
      return {
        ...block,
        ...(block.text && { text: fittingObject(block.text, BLOCK_LIMITS.sectionText) }),
        ...(block.fields && {
          fields: block.fields
            .slice(0, BLOCK_LIMITS.sectionFields)
            .map((field) => fittingObject(field, BLOCK_LIMITS.sectionFieldText)),
        }),
      };
    case 'context':
      return {
        ...block,
        elements: block.elements
          .slice(0, BLOCK_LIMITS.contextElements)
          .map((part) => (part.type === 'image' ? part : fittingObject(part, OBJECT_LIMITS.text))),
      };
    case 'actions':
      return { ...block, elements: block.elements.slice(0, BLOCK_LIMITS.actionsElements) };
    case 'table':
      return fittingTable(block);
    default:
      return block;
  }
}

/** Every text of a rich_text block, one after the other. */
function plainText(value: unknown): string {
  if (Array.isArray(value)) return value.map(plainText).join(' ');
  if (typeof value !== 'object' || value === null) return '';
  if ('text' in value && typeof value.text === 'string') return value.text;
  return 'elements' in value ? plainText(value.elements) : '';
}

const halfText = (block: RichTextBlock): RichTextBlock => {
  const text = plainText(block.elements);
  const half = fittingText(text, Math.ceil(Math.min(text.length, sizeOf(block)) / 2));
  return {
    type: 'rich_text',
    elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: half }] }],
  };
};

/** About half of the block; null when that is too little to be worth showing. */
function half(block: KnownBlock): KnownBlock | null {
  if (sizeOf(block) < SMALLEST_WORTH_SHRINKING) return null;
  if (block.type === 'table' && block.rows.length > 2)
    return { ...block, rows: block.rows.slice(0, Math.ceil(block.rows.length / 2)) };
  if (block.type === 'rich_text') return halfText(block);
  if (block.type === 'section' && block.text && !block.fields)
    return { ...block, text: fittingObject(block.text, Math.ceil(block.text.text.length / 2)) };
  return null;
}

/** The index of the largest block that is neither heading nor buttons, or of the largest of all. */
function largest(blocks: readonly KnownBlock[]): number {
  const sizes = blocks.map((block) =>
    block.type === 'header' || block.type === 'actions' ? 0 : sizeOf(block),
  );
  return sizes.indexOf(Math.max(...sizes));
}

/** As many blocks, rows and characters as Slack takes in one message. */
export function fittingBlocks(blocks: readonly KnownBlock[]): KnownBlock[] {
  let tables = 0;
  const fitting = blocks
    .filter((block) => block.type !== 'table' || ++tables <= MESSAGE_LIMITS.tables)
    .slice(0, MESSAGE_LIMITS.blocks)
    .map(fittingBlock);
  while (sizeOf(fitting) > MESSAGE_LIMITS.allBlocksText) {
    const index = largest(fitting);
    const block = fitting[index];
    const smaller = block ? half(block) : null;
    fitting.splice(index, 1, ...(smaller ? [smaller] : []));
  }
  return fitting;
}
