import { z } from 'zod';
import { BLOCK_LIMITS, MESSAGE_LIMITS, VIEW_LIMITS } from '../../formatters/blockKit/slackLimits';
import { chartBlock } from './data/chart';
import { dataTableBlock, tableBlock } from './data/table';
import { accessory, actionElement, imageElement, inputElement } from './elements';
import { anyText, blockId, plainText } from './objects';
import { richTextBlock } from './richText';

const header = z.strictObject({
  type: z.literal('header'),
  block_id: blockId,
  text: plainText(BLOCK_LIMITS.headerText),
});

const section = z
  .strictObject({
    type: z.literal('section'),
    block_id: blockId,
    text: anyText(BLOCK_LIMITS.sectionText).optional(),
    fields: z.array(anyText(BLOCK_LIMITS.sectionFieldText)).min(1).max(BLOCK_LIMITS.sectionFields).optional(),
    accessory: accessory.optional(),
    expand: z.boolean().optional(),
  })
  .refine(
    (block) => block.text !== undefined || block.fields !== undefined,
    'must define either `text` or `fields`',
  );

const contextText = anyText(BLOCK_LIMITS.sectionText);

const context = z.strictObject({
  type: z.literal('context'),
  block_id: blockId,
  elements: z
    .array(z.discriminatedUnion('type', [...contextText.options, imageElement]))
    .min(1)
    .max(BLOCK_LIMITS.contextElements),
});

const divider = z.strictObject({ type: z.literal('divider'), block_id: blockId });

const actions = z.strictObject({
  type: z.literal('actions'),
  block_id: blockId,
  elements: z.array(actionElement).min(1).max(BLOCK_LIMITS.actionsElements),
});

const image = z
  .strictObject({
    type: z.literal('image'),
    block_id: blockId,
    image_url: z.string().min(1).max(BLOCK_LIMITS.imageUrl).optional(),
    slack_file: z.strictObject({ id: z.string().optional(), url: z.string().optional() }).optional(),
    alt_text: z.string().max(BLOCK_LIMITS.imageAltText),
    title: plainText(BLOCK_LIMITS.imageTitle).optional(),
  })
  .refine(
    (block) => (block.image_url === undefined) !== (block.slack_file === undefined),
    'must define either `image_url` or `slack_file`',
  );

const input = z.strictObject({
  type: z.literal('input'),
  block_id: blockId,
  label: plainText(BLOCK_LIMITS.inputLabel),
  element: inputElement,
  hint: plainText(BLOCK_LIMITS.inputHint).optional(),
  optional: z.boolean().optional(),
  dispatch_action: z.boolean().optional(),
});

const everywhere = [header, section, context, divider, actions, image, richTextBlock] as const;

/** Blocks below a heading, which the reader may fold away. Neither charts, data tables nor containers stand in it. */
const container = z
  .strictObject({
    type: z.literal('container'),
    block_id: blockId,
    title: plainText(BLOCK_LIMITS.containerTitle).optional(),
    rich_text_title: richTextBlock.optional(),
    subtitle: anyText(BLOCK_LIMITS.containerSubtitle).optional(),
    child_blocks: z
      .array(z.discriminatedUnion('type', [...everywhere, tableBlock]))
      .min(1)
      .max(BLOCK_LIMITS.containerBlocks),
    width: z.enum(['narrow', 'standard', 'wide', 'full']).optional(),
    icon: imageElement.optional(),
    is_collapsible: z.boolean().optional(),
    default_collapsed: z.boolean().optional(),
    has_header_divider: z.boolean().optional(),
  })
  .refine(
    (block) => block.title !== undefined || block.rich_text_title !== undefined,
    'must define either `title` or `rich_text_title`',
  )
  .refine(
    (block) => block.default_collapsed !== true || block.is_collapsible === true,
    '`default_collapsed` requires `is_collapsible`',
  );

/** The blocks of a message. */
export const messageBlocks = z
  .array(z.discriminatedUnion('type', [...everywhere, tableBlock, dataTableBlock, chartBlock, container]))
  .max(MESSAGE_LIMITS.blocks);

/** The blocks of a modal or a Home tab. */
export const viewBlocks = z
  .array(z.discriminatedUnion('type', [...everywhere, input]))
  .max(VIEW_LIMITS.blocks);
