import { z } from 'zod';
import { ELEMENT_LIMITS } from '../../formatters/blockKit/slackLimits';
import { actionId, choiceOption, confirmation, placeholder } from './objects';

const focus = { focus_on_load: z.boolean().optional() };
const dispatch = {
  dispatch_action_config: z
    .strictObject({
      trigger_actions_on: z.array(z.enum(['on_enter_pressed', 'on_character_entered'])).min(1),
    })
    .optional(),
};
const choices = z.array(choiceOption).min(1).max(ELEMENT_LIMITS.choiceOptions);

/** Elements a person fills in. */
export const inputElements = {
  radioButtons: z.strictObject({
    type: z.literal('radio_buttons'),
    action_id: actionId,
    options: choices,
    initial_option: choiceOption.optional(),
    confirm: confirmation,
    ...focus,
  }),
  checkboxes: z.strictObject({
    type: z.literal('checkboxes'),
    action_id: actionId,
    options: choices,
    initial_options: choices.optional(),
    confirm: confirmation,
    ...focus,
  }),
  datepicker: z.strictObject({
    type: z.literal('datepicker'),
    action_id: actionId,
    initial_date: z.iso.date().optional(),
    placeholder,
    confirm: confirmation,
    ...focus,
  }),
  timepicker: z.strictObject({
    type: z.literal('timepicker'),
    action_id: actionId,
    initial_time: z
      .string()
      .regex(/^\d{2}:\d{2}$/)
      .optional(),
    timezone: z.string().optional(),
    placeholder,
    confirm: confirmation,
    ...focus,
  }),
  datetimepicker: z.strictObject({
    type: z.literal('datetimepicker'),
    action_id: actionId,
    initial_date_time: z.number().int().optional(),
    confirm: confirmation,
    ...focus,
  }),
  plainTextInput: z.strictObject({
    type: z.literal('plain_text_input'),
    action_id: actionId,
    initial_value: z.string().max(ELEMENT_LIMITS.plainTextInputMax).optional(),
    multiline: z.boolean().optional(),
    min_length: z.number().int().min(0).max(ELEMENT_LIMITS.plainTextInputMax).optional(),
    max_length: z.number().int().min(1).max(ELEMENT_LIMITS.plainTextInputMax).optional(),
    placeholder,
    ...dispatch,
    ...focus,
  }),
  numberInput: z.strictObject({
    type: z.literal('number_input'),
    action_id: actionId,
    is_decimal_allowed: z.boolean(),
    initial_value: z.string().optional(),
    min_value: z.string().optional(),
    max_value: z.string().optional(),
    placeholder,
    ...dispatch,
    ...focus,
  }),
};
