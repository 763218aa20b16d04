import { z } from 'zod';
import { BLOCK_LIMITS } from '../../formatters/blockKit/slackLimits';
import { blockId } from './objects';
import { richTextBlock } from './richText';

// `raw_number` is in Slack's types, but clients and renderers in use do not know it: refused.
const cell = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('raw_text'), text: z.string().min(1) }),
  richTextBlock,
]);

const columnSettings = z.strictObject({
  align: z.enum(['left', 'center', 'right']).optional(),
  is_wrapped: z.boolean().optional(),
});

/** Rows of cells; every row has as many as the first. */
export const tableBlock = z.strictObject({
  type: z.literal('table'),
  block_id: blockId,
  rows: z
    .array(z.array(cell).min(1).max(BLOCK_LIMITS.tableColumns))
    .min(1)
    .max(BLOCK_LIMITS.tableRows)
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
    }),
  column_settings: z.array(columnSettings.nullable()).max(BLOCK_LIMITS.tableColumns).optional(),
});
