import type { Incident } from '../../alerting/incidents/incident';
import type { PendingNotification } from '../../alerting/service';
import type { OutboxRow, StoredFailure } from '../../storage/alertStore';
import { describeFailure } from '../failure';
import { decodeNotification } from '../model/codec';
import type { Notification } from '../model/notification';
import { destinationChannel } from '../model/predicates';

export const isOpen = ({ closedAt }: Incident): boolean => closedAt === null;

/** A delivery that waits; one that this version cannot read is shown all the same. */
export function toPendingNotification({ id, text, attempts }: OutboxRow): PendingNotification {
  const delivery = decodeNotification(text);
  return {
    id,
    notification: delivery,
    channel: delivery && destinationChannel(delivery),
    detectedAt: delivery?.detectedAt ?? null,
    attempts: attempts && {
      count: attempts.count,
      lastError: attempts.lastFailure && whyOf(delivery, attempts.lastFailure),
      notBefore: dateOf(attempts.notBefore),
      inDoubtSince: dateOf(attempts.inDoubtSince),
    },
  };
}

/** What Slack or a webhook said of a page stands for itself. */
const whyOf = (notification: Notification | null, failure: StoredFailure): string =>
  notification?.kind === 'page' ? failure.detail : describeFailure(failure);

const dateOf = (text: string | null): Date | null => (text === null ? null : new Date(text));
