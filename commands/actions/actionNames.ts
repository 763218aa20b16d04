import { PERSONAL_FORM } from '../../formatters';
import { SHORTCUTS } from '../shortcuts/shortcuts';
import { ACTIONS } from '.';

/** What actions are called in measurements. */
export const ACTION_NAMES: readonly string[] = [
  ...ACTIONS.map(({ actionId }) => actionId),
  'reaction',
  'message',
  ...SHORTCUTS.map(({ callbackId }) => callbackId),
  PERSONAL_FORM.callbackId,
  'unknown',
];
