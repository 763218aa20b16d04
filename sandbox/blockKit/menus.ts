import { z } from 'zod';
import { ELEMENT_LIMITS } from '../../formatters/blockKit/slackLimits';
import { actionId, confirmation, option, optionGroup, placeholder } from './objects';

const common = {
  action_id: actionId,
  placeholder,
  confirm: confirmation,
  focus_on_load: z.boolean().optional(),
};

const choices = {
  options: z.array(option).min(1).max(ELEMENT_LIMITS.selectOptions).optional(),
  option_groups: z.array(optionGroup).min(1).max(ELEMENT_LIMITS.selectOptionGroups).optional(),
};

const hasChoices = [
  (menu: { options?: unknown; option_groups?: unknown }) =>
    (menu.options === undefined) !== (menu.option_groups === undefined),
  'must define either `options` or `option_groups`',
] as const;

const staticSelect = z
  .strictObject({
    type: z.literal('static_select'),
    ...common,
    ...choices,
    initial_option: option.optional(),
  })
  .refine(...hasChoices);

const multiStaticSelect = z
  .strictObject({
    type: z.literal('multi_static_select'),
    ...common,
    ...choices,
    initial_options: z.array(option).min(1).optional(),
    max_selected_items: z.number().int().min(1).optional(),
  })
  .refine(...hasChoices);

const usersSelect = z.strictObject({
  type: z.literal('users_select'),
  ...common,
  initial_user: z.string().optional(),
});

const multiUsersSelect = z.strictObject({
  type: z.literal('multi_users_select'),
  ...common,
  initial_users: z.array(z.string()).min(1).optional(),
  max_selected_items: z.number().int().min(1).optional(),
});

const conversationsSelect = z.strictObject({
  type: z.literal('conversations_select'),
  ...common,
  initial_conversation: z.string().optional(),
  default_to_current_conversation: z.boolean().optional(),
  response_url_enabled: z.boolean().optional(),
  filter: z.looseObject({}).optional(),
});

const channelsSelect = z.strictObject({
  type: z.literal('channels_select'),
  ...common,
  initial_channel: z.string().optional(),
  response_url_enabled: z.boolean().optional(),
});

/** The menus. */
export const menus = {
  staticSelect,
  multiStaticSelect,
  usersSelect,
  multiUsersSelect,
  conversationsSelect,
  channelsSelect,
};
