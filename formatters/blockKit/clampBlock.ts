import type { KnownBlock, TableBlock, TextObject } from '@slack/types';
import { truncate } from './escape';
import { BLOCK_LIMITS, OBJECT_LIMITS } from './slackLimits';

/** Slack refuses an empty text with the whole message. */
export const clampText = (text: string, limit: number): string => (text === '' ? '–' : truncate(text, limit));

/** The text object with its text within `limit`. */
export const clampTextObject = <T extends TextObject>(object: T, limit: number): T => ({
  ...object,
  text: clampText(object.text, limit),
});

/** The first rows, and where some are left out a last one that says so. */
export function firstRows(rows: TableBlock['rows'], limit: number): TableBlock['rows'] {
  if (rows.length <= limit) return rows;
  const cut = (rows[0] ?? []).map(() => ({ type: 'raw_text', text: '…' }) as const);
  return [...rows.slice(0, limit - 1), cut];
}

function clampTable(block: TableBlock): TableBlock {
  const rows = firstRows(block.rows, BLOCK_LIMITS.tableRows).map((row) =>
    row
      .slice(0, BLOCK_LIMITS.tableColumns)
      .map((cell) =>
        cell.type === 'raw_text' ? { ...cell, text: clampText(cell.text, OBJECT_LIMITS.text) } : cell,
      ),
  );
  const columns = block.column_settings?.slice(0, BLOCK_LIMITS.tableColumns);
  return { ...block, rows, ...(columns && { column_settings: columns }) };
}

/** The block within the limits that hold for it alone. */
export function clampBlock(block: KnownBlock): KnownBlock {
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
    default:
      return block;
  }
}
