import type { Notification } from '../model/notification';

/** Lower goes first: alerts, and a thread's that are one; then notes, digests, and changes to messages that are there. */
function priorityOf(notification: Notification, isPosted: boolean): number {
  switch (notification.kind) {
    case 'incident':
      return isPosted ? 5 : 0;
    case 'page':
      return 0;
    case 'event':
      return notification.event.level === 'loud' ? 0 : 1;
    case 'note':
      return isNewFiringTarget(notification) ? 0 : 2;
    case 'silence':
    case 'digest':
      return 3;
  }
}

/** One more target is bad, or one is bad again: what people did about others must not keep it. */
const isNewFiringTarget = ({ note, replyBroadcast }: Extract<Notification, { kind: 'note' }>): boolean =>
  note.kind === 'changed' && replyBroadcast;

export interface PriorityInput {
  readonly notification: Notification;
  /** True when its incident's message is there. */
  readonly isPosted: boolean;
}

/** For sorting: the most urgent first, and of the same urgency the oldest. */
export const byPriority = (a: PriorityInput, b: PriorityInput): number =>
  priorityOf(a.notification, a.isPosted) - priorityOf(b.notification, b.isPosted) ||
  a.notification.detectedAt.getTime() - b.notification.detectedAt.getTime() ||
  (a.notification.id < b.notification.id ? -1 : 1);
