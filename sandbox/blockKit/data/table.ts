import { z } from 'zod';
import { BLOCK_LIMITS } from '../../../formatters/blockKit/slackLimits';
import { blockId } from '../objects';
import { richTextBlock } from '../richText';

const rawCells = [
  z.strictObject({ type: z.literal('raw_text'), text: z.string().min(1) }),
  z.strictObject({ type: z.literal('raw_number'), value: z.number(), text: z.string().min(1) }),
] as const;

const cell = z.discriminatedUnion('type', [...rawCells, richTextBlock]);
const headerCell = z.discriminatedUnion('type', [...rawCells]);

const columnSettings = z.strictObject({
  align: z.enum(['left', 'center', 'right']).optional(),
  is_wrapped: z.boolean().optional(),
});

/** So many rows of cells; every row has as many as the first. */
const rowsBetween = (min: number, max: number) =>
  z
    .array(z.array(cell).min(1).max(BLOCK_LIMITS.tableColumns))
    .min(min)
    .max(max)
    .superRefine((rows, context) => {
      const width = rows[0]?.length;
      rows.forEach((row, index) => {
        if (row.length === width) return;
        context.addIssue({
          code: 'custom',
          path: [index],
          message: 'all rows must have the same number of cells',
        });
      });
    });

/** A table that shows all of its rows. */
export const tableBlock = z.strictObject({
  type: z.literal('table'),
  block_id: blockId,
  rows: rowsBetween(1, BLOCK_LIMITS.tableRows),
  column_settings: z.array(columnSettings.nullable()).max(BLOCK_LIMITS.tableColumns).optional(),
});

/** A table in pages, which the reader sorts and filters. Its header has no formatted text. */
export const dataTableBlock = z.strictObject({
  type: z.literal('data_table'),
  block_id: blockId,
  caption: z.string().min(1),
  rows: rowsBetween(2, BLOCK_LIMITS.dataTableRows + 1).superRefine(([header = []], context) => {
    header.forEach((one, index) => {
      if (headerCell.safeParse(one).success) return;
      context.addIssue({
        code: 'custom',
        path: [0, index],
        message: 'rich_text is not allowed in the header',
      });
    });
  }),
  page_size: z.number().int().min(1).max(BLOCK_LIMITS.dataTablePage).optional(),
  row_header_column_index: z.number().int().min(0).max(BLOCK_LIMITS.tableColumns).optional(),
});
