import { SEVERITIES, type Severity } from '../../alerting/severity/severity';
import type { Notification } from '../model/notification';

/**
 * Lower goes first: alerts, and a thread's that are one, the most severe first; then notes, digests, and changes to messages
 * that are there.
 */
function priorityOf(notification: Notification, isPosted: boolean): number {
  switch (notification.kind) {
    case 'incident':
      return isPosted ? 8 : rankOf(notification.incident.severity);
    case 'page':
      return 0;
    case 'event': {
      const { severity } = notification.event;
      return severity === 'critical' ? 0 : rankOf(severity) + 1;
    }
    case 'note':
      return isNewFiringTarget(notification) ? rankOf(notification.incident?.severity ?? 'critical') : 6;
    case 'configuration':
      return 6;
    case 'silence':
    case 'digest':
      return 7;
  }
}

/** What happened once comes after what lasts. */
const rankOf = (severity: Severity): number => 2 * SEVERITIES.indexOf(severity);

/** One more target is bad, or one is bad again: what people did about others must not keep it. */
const isNewFiringTarget = ({ note, replyBroadcast }: Extract<Notification, { kind: 'note' }>): boolean =>
  note.kind === 'changed' && replyBroadcast;

export interface PriorityInput {
  readonly notification: Notification;
  /** True when its incident's message is there, and need not be noticed anew. */
  readonly isPosted: boolean;
}

/** For sorting: the most urgent first, and of the same urgency the oldest. */
export const byPriority = (a: PriorityInput, b: PriorityInput): number =>
  priorityOf(a.notification, a.isPosted) - priorityOf(b.notification, b.isPosted) ||
  a.notification.detectedAt.getTime() - b.notification.detectedAt.getTime() ||
  (a.notification.id < b.notification.id ? -1 : 1);
