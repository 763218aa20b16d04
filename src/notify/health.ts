import { isOutage } from '../alerting/observation/gap';
import type { Notification } from './model/notification';
import { isFirstNotification } from './model/predicates';
import type { PageFault } from './pages/pageWorker';
import type { Queue, QueuedNotification } from './queue/queue';
import type { ChannelFault } from './routing/channelBreaker';
import type { SlackSender } from './slackSender';

/** How delivering fares. */
export interface DeliveryHealth {
  /** How many deliveries wait; those that cannot be read count. */
  readonly pending: number;
  /** The one that was detected first, of those that nobody was notified of yet; null when none waits. */
  readonly oldest: {
    readonly id: string;
    readonly channel: string;
    readonly detectedAt: Date;
    readonly ageMs: number;
  } | null;
  /** What a person has to mend in Slack. */
  readonly faults: readonly ChannelFault[];
  /** Whom an escalation could not page, as of the last attempt. */
  readonly pageFaults: readonly PageFault[];
  /** Slack's word for why sent messages cannot be looked up, so that one may come twice; null when they can be. */
  readonly historyDenied: string | null;
  /** Ids of deliveries that this version of the bot cannot read. */
  readonly undecodable: readonly string[];
  /** When what waits was last read; null before the first time. */
  readonly refreshedAt: Date | null;
  /** True while Redis cannot be read, so that what waits is as of the last read. */
  readonly storeUnavailable: boolean;
}

export function deliveryHealth({
  queue,
  localQueues,
  sender,
  pageFaults,
  storeUnavailable,
  refreshedAt,
  now,
}: {
  readonly queue: Queue;
  /** What still is to be sent from memory: the store may want to send the same. */
  readonly localQueues: readonly Queue[];
  readonly sender: SlackSender;
  readonly pageFaults: readonly PageFault[];
  readonly storeUnavailable: boolean;
  readonly refreshedAt: Date | null;
  readonly now: Date;
}): DeliveryHealth {
  const queued = [queue, ...localQueues].flatMap(({ waiting }) => waiting);
  const byId = new Map(queued.map((each) => [each.notification.id, each]));
  const all = [...byId.values()].map(withEffectiveDetection);
  const [oldest] = all
    .filter(isFirstNotification)
    .sort((a, b) => a.detectedAt.getTime() - b.detectedAt.getTime());
  return {
    pending: all.length + queue.undecodable.length,
    oldest: oldest === undefined ? null : withAge(oldest, now),
    faults: sender.breaker.faults(),
    pageFaults,
    historyDenied: sender.historyDenied,
    undecodable: queue.undecodable,
    refreshedAt,
    storeUnavailable,
  };
}

/** A newer revision of an incident that was not reported yet does not make it wait anew. */
function withEffectiveDetection({ notification, messageRef }: QueuedNotification): Notification {
  if (notification.kind !== 'incident' || messageRef !== null || isOutage(notification.incident))
    return notification;
  const { openedAt } = notification.incident;
  return openedAt < notification.detectedAt ? { ...notification, detectedAt: openedAt } : notification;
}

const withAge = ({ id, channel, detectedAt }: Notification, now: Date) => ({
  id,
  channel,
  detectedAt,
  ageMs: now.getTime() - detectedAt.getTime(),
});
