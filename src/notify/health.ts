import { isBlindness } from '../alerting/observation/gap';
import type { Delivery } from './model/notification';
import { isNews } from './model/predicates';
import type { Queue, Waiting } from './queue/queue';
import type { Fault } from './routing/channelBreaker';
import type { Sender } from './slackSender';

/** How delivering fares. */
export interface Health {
  /** How many deliveries wait; those that cannot be read count. */
  readonly waiting: number;
  /** The one that was detected first, of those that are news; null when none waits. */
  readonly oldest: {
    readonly id: string;
    readonly channel: string;
    readonly detectedAt: Date;
    readonly ageMs: number;
  } | null;
  /** What a person has to mend in Slack. */
  readonly faults: readonly Fault[];
  /** Slack's word for why sent messages cannot be looked up, so that one may come twice; null when they can be. */
  readonly cannotLookUp: string | null;
  /** Ids of deliveries that this version of the bot cannot read. */
  readonly unreadable: readonly string[];
  /** When what waits was last read; null before the first time. */
  readonly lookedAt: Date | null;
  /** True while Redis cannot be read, so that what waits is as of the last look. */
  readonly ledgerAway: boolean;
}

export function healthOf({
  queue,
  blindness,
  sender,
  ledgerAway,
  lookedAt,
  now,
}: {
  readonly queue: Queue;
  /** The blindness that still is to be told from memory. */
  readonly blindness: Delivery | null;
  readonly sender: Sender;
  readonly ledgerAway: boolean;
  readonly lookedAt: Date | null;
  readonly now: Date;
}): Health {
  const all = [...queue.waiting.map(sinceDetected), ...(blindness === null ? [] : [blindness])];
  const [oldest] = all.filter(isNews).sort((a, b) => a.detectedAt.getTime() - b.detectedAt.getTime());
  return {
    waiting: all.length + queue.unreadable.length,
    oldest: oldest === undefined ? null : agedOf(oldest, now),
    faults: sender.roads.faults(),
    cannotLookUp: sender.cannotLookUp,
    unreadable: queue.unreadable,
    lookedAt,
    ledgerAway,
  };
}

/** A newer revision of an incident that nobody was told of yet does not make it wait anew. */
function sinceDetected({ delivery, placed }: Waiting): Delivery {
  if (delivery.kind !== 'incident' || placed !== null || isBlindness(delivery.incident)) return delivery;
  const { openedAt } = delivery.incident;
  return openedAt < delivery.detectedAt ? { ...delivery, detectedAt: openedAt } : delivery;
}

const agedOf = ({ id, channel, detectedAt }: Delivery, now: Date) => ({
  id,
  channel,
  detectedAt,
  ageMs: now.getTime() - detectedAt.getTime(),
});
