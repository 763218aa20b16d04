import type { Incident, TargetId } from '../../alerting/incidents/incident';
import { describeIncident, titleOf } from '../../alerting/rules/describe';
import type { PendingNotification } from '../../alerting/service';
import type { OutboxRow } from '../../storage/alertStore';
import { describeFailure } from '../failure';
import { decodeNotification } from '../model/codec';
import type { AlertEvent, Notification } from '../model/notification';
import { destinationChannel, isFirstNotification } from '../model/predicates';

export const isOpen = ({ closedAt }: Incident): boolean => closedAt === null;

/** A delivery that waits; one that this version cannot read is shown all the same. */
export function toPendingNotification({ id, text, attempts }: OutboxRow): PendingNotification {
  const delivery = decodeNotification(text);
  return {
    id,
    what: delivery === null ? 'Something that this version cannot read' : describe(delivery),
    targets: delivery === null ? [] : targetsOf(delivery),
    channel: delivery && destinationChannel(delivery),
    detectedAt: delivery?.detectedAt ?? null,
    attempts: attempts && {
      count: attempts.count,
      lastError: attempts.lastFailure && describeFailure(attempts.lastFailure),
      notBefore: dateOf(attempts.notBefore),
      inDoubtSince: dateOf(attempts.inDoubtSince),
    },
  };
}

const THREAD_UPDATE_LABELS = {
  acted: 'what somebody did',
  changed: 'a change',
  recovered: 'recovered',
  reminder: 'a reminder',
} as const;

const dateOf = (text: string | null): Date | null => (text === null ? null : new Date(text));

function targetsOf(delivery: Notification): readonly TargetId[] {
  if (delivery.kind === 'incident') return delivery.incident.targets.map(({ target }) => target);
  return delivery.kind === 'event' ? [delivery.event.target] : [];
}

function describe(delivery: Notification): string {
  switch (delivery.kind) {
    case 'incident': {
      const names = delivery.incident.targets.map(({ target }) => target).join(', ');
      const what = isFirstNotification(delivery) ? 'Alert' : 'Earlier message of an alert';
      return `${what} (${titleOf(delivery.incident)}${names === '' ? '' : `: ${names}`})`;
    }
    case 'note':
      return `Line in the thread of an alert (${THREAD_UPDATE_LABELS[delivery.note.kind]})`;
    case 'event':
      return describeEvent(delivery.event);
    case 'digest':
      return 'Digest';
  }
}

/** A tuning session is named by its id, since its whole name starts with the rule's. */
function describeEvent({ rule, target, facts }: AlertEvent): string {
  const { sessionId, what } = facts;
  const title = describeIncident(rule, facts)?.title ?? rule;
  return rule === 'tuning' && typeof sessionId === 'string'
    ? `Tuning ${what ?? 'event'} (${sessionId})`
    : `${title} (${target})`;
}
