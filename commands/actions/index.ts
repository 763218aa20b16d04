import { acknowledge } from './acknowledge';
import type { PressAction } from './action';
import { retire } from './mute';
import { releaseHeartbeat } from './releaseHeartbeat';
import { snooze } from './snooze';
import { statusNow } from './statusNow';
import { unsnooze } from './unsnooze';

/** Everything that can be pressed in the bot's messages. */
export const PRESS_ACTIONS: readonly PressAction[] = [
  acknowledge,
  snooze,
  unsnooze,
  retire,
  releaseHeartbeat,
  statusNow,
];
