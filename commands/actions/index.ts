import { acknowledge } from './acknowledge';
import type { MessageAction } from './action';
import { mute } from './mute';
import { releaseHeartbeat } from './releaseHeartbeat';
import { snooze } from './snooze';
import { statusNow } from './statusNow';
import { unsnooze } from './unsnooze';

/** Everything that can be pressed in the bot's messages. */
export const PRESS_ACTIONS: readonly MessageAction[] = [
  acknowledge,
  snooze,
  unsnooze,
  mute,
  releaseHeartbeat,
  statusNow,
];
