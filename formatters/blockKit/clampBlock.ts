import type { ContainerBlock, DataTableBlock, KnownBlock, TableBlock, TextObject } from '@slack/types';
import type { MessageBlock } from './dataVisualization';
import { truncate } from './escape';
import { BLOCK_LIMITS, OBJECT_LIMITS } from './slackLimits';

type Rows = TableBlock['rows'];

/** Slack refuses an empty text with the whole message. */
export const clampText = (text: string, limit: number): string => (text === '' ? '–' : truncate(text, limit));

/** The text object with its text within `limit`. */
export const clampTextObject = <T extends TextObject>(object: T, limit: number): T => ({
  ...object,
  text: clampText(object.text, limit),
});

/** The first rows, and where some are left out a last one that says so. */
export function firstRows(rows: Rows, limit: number): Rows {
  if (rows.length <= limit) return rows;
  const cut = (rows[0] ?? []).map(() => ({ type: 'raw_text', text: '…' }) as const);
  return [...rows.slice(0, limit - 1), cut];
}

const clampRows = (rows: Rows, limit: number): Rows =>
  firstRows(rows, limit).map((row) =>
    row
      .slice(0, BLOCK_LIMITS.tableColumns)
      .map((cell) =>
        cell.type === 'rich_text' ? cell : { ...cell, text: clampText(cell.text, OBJECT_LIMITS.text) },
      ),
  );

function clampTable(block: TableBlock): TableBlock {
  const rows = clampRows(block.rows, BLOCK_LIMITS.tableRows);
  const columns = block.column_settings?.slice(0, BLOCK_LIMITS.tableColumns);
  return { ...block, rows, ...(columns && { column_settings: columns }) };
}

const clampDataTable = (block: DataTableBlock): DataTableBlock => ({
  ...block,
  rows: clampRows(block.rows, BLOCK_LIMITS.dataTableRows + 1),
});

const clampContainer = (block: ContainerBlock): ContainerBlock => ({
  ...block,
  ...(block.title && { title: clampTextObject(block.title, BLOCK_LIMITS.containerTitle) }),
  ...(block.subtitle && { subtitle: clampTextObject(block.subtitle, BLOCK_LIMITS.containerSubtitle) }),
  child_blocks: block.child_blocks.slice(0, BLOCK_LIMITS.containerBlocks).map(clampKnownBlock),
});

/** The block within the limits that hold for it alone. */
export const clampBlock = (block: MessageBlock): MessageBlock =>
  block.type === 'data_visualization' ? block : clampKnownBlock(block);

function clampKnownBlock<T extends KnownBlock>(block: T): T;
function clampKnownBlock(block: KnownBlock): KnownBlock {
  switch (block.type) {
    case 'header':
      return { ...block, text: clampTextObject(block.text, BLOCK_LIMITS.headerText) };
    case 'section':
      return {
        ...block,
        ...(block.text && { text: clampTextObject(block.text, BLOCK_LIMITS.sectionText) }),
        ...(block.fields && {
          fields: block.fields
            .slice(0, BLOCK_LIMITS.sectionFields)
            .map((field) => clampTextObject(field, BLOCK_LIMITS.sectionFieldText)),
        }),
      };
    case 'context':
      return {
        ...block,
        elements: block.elements
          .slice(0, BLOCK_LIMITS.contextElements)
          .map((part) => (part.type === 'image' ? part : clampTextObject(part, OBJECT_LIMITS.text))),
      };
    case 'actions':
      return { ...block, elements: block.elements.slice(0, BLOCK_LIMITS.actionsElements) };
    case 'table':
      return clampTable(block);
    case 'data_table':
      return clampDataTable(block);
    case 'container':
      return clampContainer(block);
    default:
      return block;
  }
}
