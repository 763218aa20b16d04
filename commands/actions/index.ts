import { acknowledge } from './acknowledge';
import type { MessageAction } from './action';
import { mute } from './mute';
import { releaseHeartbeat } from './releaseHeartbeat';
import { snooze } from './snooze';
import { statusNow } from './statusNow';
import { unsnooze } from './unsnooze';

/** Everything that can be pressed in the bot's messages. */
export const ACTIONS: readonly MessageAction[] = [
  acknowledge,
  snooze,
  unsnooze,
  mute,
  releaseHeartbeat,
  statusNow,
];

/** Messages that version 0.1 sent have this button. */
const RENAMED: Readonly<Record<string, string>> = { 'incident:retire': mute.actionId };

/** The action of a button, or null where there is none of that id. */
export function actionOf(actionId: string): MessageAction | null {
  const id = Object.hasOwn(RENAMED, actionId) ? RENAMED[actionId] : actionId;
  return ACTIONS.find((action) => action.actionId === id) ?? null;
}
