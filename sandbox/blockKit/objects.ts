import { z } from 'zod';
import { BLOCK_LIMITS, ELEMENT_LIMITS, OBJECT_LIMITS } from '../../formatters/blockKit/slackLimits';

/** A text without mark-up, of at most so many characters. */
export function plainText(max: number) {
  return z.strictObject({
    type: z.literal('plain_text'),
    text: z.string().min(1).max(max),
    emoji: z.boolean().optional(),
  });
}

/** A text with Slack's mark-up, of at most so many characters. */
export function mrkdwnText(max: number) {
  return z.strictObject({
    type: z.literal('mrkdwn'),
    text: z.string().min(1).max(max),
    verbatim: z.boolean().optional(),
  });
}

/** Either of the two. */
export function anyText(max: number) {
  return z.discriminatedUnion('type', [plainText(max), mrkdwnText(max)]);
}

export const blockId = z.string().max(BLOCK_LIMITS.blockId).optional();
export const actionId = z.string().min(1).max(ELEMENT_LIMITS.actionId).optional();
export const placeholder = plainText(ELEMENT_LIMITS.placeholder).optional();

/** The question Slack asks before an action goes to the app. */
export const confirmation = z
  .strictObject({
    title: plainText(OBJECT_LIMITS.confirmTitle),
    text: anyText(OBJECT_LIMITS.confirmText),
    confirm: plainText(OBJECT_LIMITS.confirmButton),
    deny: plainText(OBJECT_LIMITS.confirmButton),
    style: z.enum(['primary', 'danger']).optional(),
  })
  .optional();

function optionWith<T extends z.ZodType>(text: T) {
  return z.strictObject({
    text,
    value: z.string().min(1).max(OBJECT_LIMITS.optionValue),
    description: anyText(OBJECT_LIMITS.optionDescription).optional(),
  });
}

/** An option of a menu. */
export const option = optionWith(plainText(OBJECT_LIMITS.optionText));

/** An option of radio buttons or check boxes, whose text may have mark-up. */
export const choiceOption = optionWith(anyText(OBJECT_LIMITS.optionText));

/** An option of an overflow menu, which may lead to a page. */
export const overflowOption = option.extend({
  url: z.string().min(1).max(OBJECT_LIMITS.optionUrl).optional(),
});

/** Options under a heading. */
export const optionGroup = z.strictObject({
  label: plainText(OBJECT_LIMITS.optionGroupLabel),
  options: z.array(option).min(1).max(ELEMENT_LIMITS.selectOptions),
});
