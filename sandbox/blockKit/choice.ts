import { type JsonObject, objectsIn, stringAt } from '../json';

/** What a person picks or types: a value, several, or nothing. */
export type Choice = string | readonly string[] | null;

const INITIAL: Readonly<Record<string, string>> = {
  selected_option: 'initial_option',
  selected_options: 'initial_options',
  selected_user: 'initial_user',
  selected_users: 'initial_users',
  selected_conversation: 'initial_conversation',
  selected_channel: 'initial_channel',
  selected_date: 'initial_date',
  selected_time: 'initial_time',
  selected_date_time: 'initial_date_time',
  value: 'initial_value',
};

const RESULT: Readonly<Record<string, string>> = {
  overflow: 'selected_option',
  static_select: 'selected_option',
  radio_buttons: 'selected_option',
  multi_static_select: 'selected_options',
  checkboxes: 'selected_options',
  users_select: 'selected_user',
  multi_users_select: 'selected_users',
  conversations_select: 'selected_conversation',
  channels_select: 'selected_channel',
  datepicker: 'selected_date',
  timepicker: 'selected_time',
  datetimepicker: 'selected_date_time',
  plain_text_input: 'value',
  number_input: 'value',
};

/** Where Slack's payloads put the outcome of an element of this type; null for a button. */
export function resultKeyOf(element: JsonObject): string | null {
  return RESULT[stringAt(element, 'type') ?? ''] ?? null;
}

/** What the element holds before anybody touched it. */
export function initialOf(element: JsonObject): unknown {
  const key = resultKeyOf(element);
  const initial = key === null ? undefined : element[INITIAL[key] ?? ''];
  return initial ?? (key?.endsWith('s') ? [] : null);
}

/**
 * What the element holds after a choice, as payloads have it: whole options, ids, text, or seconds since 1970.
 * @throws when it has no option of that value
 */
export function chosenIn(element: JsonObject, choice: Choice): unknown {
  const key = resultKeyOf(element);
  if (key === 'selected_option') return choice === null ? null : optionOf(element, String(choice));
  if (key === 'selected_options') return listOf(choice).map((value) => optionOf(element, value));
  if (key === 'selected_users') return listOf(choice);
  return key === 'selected_date_time' && choice !== null ? Number(choice) : choice;
}

function listOf(choice: Choice): readonly string[] {
  if (choice === null) return [];
  return typeof choice === 'string' ? [choice] : choice;
}

function optionOf(element: JsonObject, value: string): JsonObject {
  const options = [
    ...objectsIn(element.options),
    ...objectsIn(element.option_groups).flatMap((group) => objectsIn(group.options)),
  ];
  const option = options.find((one) => one.value === value);
  if (option !== undefined) return option;
  const values = options.map((one) => String(one.value)).join(', ');
  throw new Error(`The ${element.type} "${element.action_id}" has no option "${value}"; it has: ${values}`);
}
