import type { Delivery } from './delivery';

/** Lower goes first: alerts, then notes, then digests, then changes to messages that are there. */
function rankOf(delivery: Delivery, isThere: boolean): number {
  switch (delivery.kind) {
    case 'incident':
      return isThere ? 5 : 0;
    case 'event':
      return delivery.event.level === 'loud' ? 0 : 1;
    case 'note':
      return 2;
    case 'digest':
      return 3;
  }
}

export interface Ranked {
  readonly delivery: Delivery;
  /** True when its incident's message is there. */
  readonly isThere: boolean;
}

/** For sorting: the most urgent first, and of the same urgency the oldest. */
export const byUrgency = (a: Ranked, b: Ranked): number =>
  rankOf(a.delivery, a.isThere) - rankOf(b.delivery, b.isThere) ||
  a.delivery.detectedAt.getTime() - b.delivery.detectedAt.getTime() ||
  (a.delivery.id < b.delivery.id ? -1 : 1);
