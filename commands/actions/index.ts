import { INCIDENT_ACTIONS } from '../../formatters';
import { acknowledgePage } from './acknowledgePage';
import type { MessageAction } from './action';
import { ANSWER_BUTTONS } from './ask';
import { followSession, stopFollowing } from './follow';
import { homeTab } from './home';
import { incidentButton } from './incidentAction';
import { maintenance } from './maintenance';
import { snooze } from './snooze';
import { statusNow } from './statusNow';

/** Every button and menu of the bot's messages. */
export const ACTIONS: readonly MessageAction[] = [
  incidentButton(INCIDENT_ACTIONS.acknowledge, { kind: 'acknowledge' }, 'responder'),
  snooze,
  incidentButton(INCIDENT_ACTIONS.unsnooze, { kind: 'unsnooze' }, 'responder'),
  incidentButton(INCIDENT_ACTIONS.mute, { kind: 'mute' }, 'operator'),
  maintenance,
  incidentButton(INCIDENT_ACTIONS.releaseHeartbeat, { kind: 'release_heartbeat' }, 'operator'),
  statusNow,
  acknowledgePage,
  ...ANSWER_BUTTONS,
  homeTab,
  followSession,
  stopFollowing,
];

/** Messages that version 0.1 sent have this button. */
const RENAMED: ReadonlyMap<string, string> = new Map([['incident:retire', INCIDENT_ACTIONS.mute]]);

/** The action of a button, or null where there is none of that id. Of several of one kind `#2` and so on follows it. */
export function actionOf(actionId: string): MessageAction | null {
  const kind = actionId.replace(/#\d{1,3}$/, '');
  return ACTIONS.find((action) => action.actionId === (RENAMED.get(kind) ?? kind)) ?? null;
}
