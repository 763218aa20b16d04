import type { Notification } from '../model/notification';

/** Lower goes first: alerts, and a thread's that are one; then notes, digests, and changes to messages that are there. */
function priorityOf(delivery: Notification, isThere: boolean): number {
  switch (delivery.kind) {
    case 'incident':
      return isThere ? 5 : 0;
    case 'event':
      return delivery.event.level === 'loud' ? 0 : 1;
    case 'note':
      return isNewFiringTarget(delivery) ? 0 : 2;
    case 'digest':
      return 3;
  }
}

/** One more target is bad, or one is bad again: what people did about others must not keep it. */
const isNewFiringTarget = ({ note, replyBroadcast }: Extract<Notification, { kind: 'note' }>): boolean =>
  note.kind === 'changed' && replyBroadcast;

export interface PriorityInput {
  readonly delivery: Notification;
  /** True when its incident's message is there. */
  readonly isThere: boolean;
}

/** For sorting: the most urgent first, and of the same urgency the oldest. */
export const byPriority = (a: PriorityInput, b: PriorityInput): number =>
  priorityOf(a.delivery, a.isThere) - priorityOf(b.delivery, b.isThere) ||
  a.delivery.detectedAt.getTime() - b.delivery.detectedAt.getTime() ||
  (a.delivery.id < b.delivery.id ? -1 : 1);
