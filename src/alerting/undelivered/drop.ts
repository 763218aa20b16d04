import type { Notification } from '../../notify/model/notification';
import { eventNotification } from '../incidents/notificationIds';
import type { AlertState } from '../state/alertState';
import type { AlertSettings, EvaluationResult } from '../types';
import { type DroppedNotification, withDropped } from './dropped';

/** The rule that no rule is: it is about an alert that Slack did not take. */
const UNDELIVERED = 'undelivered';

/** What follows from giving up a notification. One that is critical, and that nobody chose to drop, is announced by another. */
export function dropNotification(
  state: AlertState,
  dropped: DroppedNotification,
  { channel }: Pick<AlertSettings, 'channel'>,
): EvaluationResult {
  const { id, rule, target, by, droppedAt } = dropped;
  return {
    state: { ...state, dropped: withDropped(state.dropped ?? [], [dropped]) },
    notifications:
      by === null && dropped.isCritical && rule !== UNDELIVERED ? [announce(dropped, state, channel)] : [],
    cancelled: [id],
    audit: [
      {
        at: droppedAt,
        actor: by,
        action: { kind: 'dropped', code: dropped.failure?.code ?? null },
        incident: rule === null ? null : { id, rule },
        target,
      },
    ],
    logLines: [],
    expiredIncidents: [],
  };
}

const announce = (
  { id, rule, target, channel, detectedAt, droppedAt, failure }: DroppedNotification,
  { observedAt }: AlertState,
  alertChannel: string,
): Notification =>
  eventNotification(
    {
      rule: UNDELIVERED,
      target: target ?? 'Slack',
      key: id,
      level: 'loud',
      severity: 'critical',
      details: {
        rule,
        channel,
        code: failure?.code ?? null,
        detectedAt: detectedAt?.toISOString() ?? null,
      },
    },
    observedAt,
    { channel: alertChannel, detectedAt: droppedAt },
  );
