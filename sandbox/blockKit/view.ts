import { z } from 'zod';
import { VIEW_LIMITS } from '../../formatters/blockKit/slackLimits';
import { viewBlocks } from './blocks';
import { plainText } from './objects';

const common = {
  blocks: viewBlocks,
  private_metadata: z.string().max(VIEW_LIMITS.privateMetadata).optional(),
  callback_id: z.string().max(VIEW_LIMITS.callbackId).optional(),
  external_id: z.string().max(VIEW_LIMITS.callbackId).optional(),
};

const modal = z
  .strictObject({
    type: z.literal('modal'),
    title: plainText(VIEW_LIMITS.title),
    submit: plainText(VIEW_LIMITS.submit).optional(),
    close: plainText(VIEW_LIMITS.close).optional(),
    clear_on_close: z.boolean().optional(),
    notify_on_close: z.boolean().optional(),
    submit_disabled: z.boolean().optional(),
    ...common,
  })
  .refine(
    (view) => view.submit !== undefined || view.blocks.every((block) => block.type !== 'input'),
    '`submit` is required when an `input` block is within the `blocks` array',
  );

/** A modal. */
export const modalView = z.discriminatedUnion('type', [modal]);

/** A Home tab. */
export const homeView = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('home'), ...common }),
]);
