import { ANSWER_ACTIONS, PERSONAL_FORM, PICKER } from '../../formatters';
import { SHORTCUTS } from '../shortcuts/shortcuts';
import { ACTIONS } from '.';

/** What actions are called in measurements. */
export const ACTION_NAMES: readonly string[] = [
  ...ACTIONS.map(({ actionId }) => actionId),
  'reaction',
  'message',
  ...SHORTCUTS.map(({ callbackId }) => callbackId),
  PERSONAL_FORM.callbackId,
  ANSWER_ACTIONS.choose,
  PICKER.callbackId,
  'unknown',
];
