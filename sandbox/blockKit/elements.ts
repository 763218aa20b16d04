import { z } from 'zod';
import { BLOCK_LIMITS, ELEMENT_LIMITS } from '../../formatters/blockKit/slackLimits';
import { inputElements } from './inputs';
import { menus } from './menus';
import { actionId, confirmation, overflowOption, plainText } from './objects';

const button = z.strictObject({
  type: z.literal('button'),
  action_id: actionId,
  text: plainText(ELEMENT_LIMITS.buttonText),
  value: z.string().max(ELEMENT_LIMITS.buttonValue).optional(),
  url: z.string().max(ELEMENT_LIMITS.buttonUrl).optional(),
  style: z.enum(['primary', 'danger']).optional(),
  confirm: confirmation,
  accessibility_label: z.string().max(ELEMENT_LIMITS.accessibilityLabel).optional(),
});

const overflow = z.strictObject({
  type: z.literal('overflow'),
  action_id: actionId,
  options: z.array(overflowOption).min(1).max(ELEMENT_LIMITS.overflowOptions),
  confirm: confirmation,
});

/** A picture among other elements. */
export const imageElement = z.strictObject({
  type: z.literal('image'),
  image_url: z.string().min(1).max(BLOCK_LIMITS.imageUrl),
  alt_text: z.string().max(BLOCK_LIMITS.imageAltText),
});

const {
  staticSelect,
  usersSelect,
  conversationsSelect,
  channelsSelect,
  multiStaticSelect,
  multiUsersSelect,
} = menus;
const { radioButtons, checkboxes, datepicker, timepicker, datetimepicker, plainTextInput, numberInput } =
  inputElements;

/** Wherever something may be chosen. */
const choices = [
  staticSelect,
  usersSelect,
  conversationsSelect,
  channelsSelect,
  multiStaticSelect,
  multiUsersSelect,
  radioButtons,
  checkboxes,
  datepicker,
  timepicker,
] as const;

/** What may stand in an `actions` block. */
export const actionElement = z.discriminatedUnion('type', [button, overflow, ...choices, datetimepicker]);

/** What may stand beside the text of a `section`. */
export const accessory = z.discriminatedUnion('type', [button, overflow, imageElement, ...choices]);

/** What may stand in an `input` block. */
export const inputElement = z.discriminatedUnion('type', [
  plainTextInput,
  numberInput,
  ...choices,
  datetimepicker,
]);
