import type { DataTableBlock, RawNumberElement } from '@slack/types';
import { tableCell } from './blocks';
import { truncate } from './escape';
import { BLOCK_LIMITS } from './slackLimits';

/** Rows that are seen without a tap on a phone. */
const PAGE_SIZE = 10;

/** A cell that is sorted by `value` and shows `text`. A value that is no number is shown, and sorted as text. */
export const numberCell = (value: number | null, text: string): DataTableBlock['rows'][number][number] =>
  value === null || !Number.isFinite(value)
    ? tableCell(text)
    : ({ type: 'raw_number', value, text } satisfies RawNumberElement);

/**
 * A long table, of which the reader sees ten rows at a time, sorts and filters them. Where there is no row, or the
 * workspace has no data tables yet, a plain table (`plainBlocks.ts`) takes its place.
 * @param caption what the table has, for screen readers too
 */
export const dataTable = (
  caption: string,
  header: readonly string[],
  rows: DataTableBlock['rows'],
): DataTableBlock => ({
  type: 'data_table',
  caption: truncate(caption, BLOCK_LIMITS.dataTableCaption),
  rows: [header.map(tableCell), ...rows],
  page_size: PAGE_SIZE,
});
