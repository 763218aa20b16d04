import type { Incident, TargetId } from '../../alerting/incidents/incident';
import { tell, titleOf } from '../../alerting/rules/describe';
import type { Undelivered } from '../../alerting/service';
import type { StoredDelivery } from '../../storage/alertStore';
import { becauseOf } from '../failure';
import { deliveryFromText } from '../model/codec';
import type { Delivery, WatchEvent } from '../model/notification';
import { goesTo, isNews } from '../model/predicates';

export const isOpen = ({ closedAt }: Incident): boolean => closedAt === null;

/** A delivery that waits; one that this version cannot read is shown all the same. */
export function undelivered({ id, text, attempts }: StoredDelivery): Undelivered {
  const delivery = deliveryFromText(text);
  return {
    id,
    what: delivery === null ? 'Something that this version cannot read' : whatOf(delivery),
    targets: delivery === null ? [] : targetsOf(delivery),
    channel: delivery && goesTo(delivery),
    detectedAt: delivery?.detectedAt ?? null,
    attempts: attempts && {
      count: attempts.count,
      lastError: becauseOf(attempts.lastError) ?? attempts.lastError,
      notBefore: dateOf(attempts.notBefore),
      unknownSince: dateOf(attempts.unknownSince),
    },
  };
}

const NOTES = {
  acted: 'what somebody did',
  changed: 'a change',
  recovered: 'recovered',
  reminder: 'a reminder',
} as const;

const dateOf = (text: string | null): Date | null => (text === null ? null : new Date(text));

function targetsOf(delivery: Delivery): readonly TargetId[] {
  if (delivery.kind === 'incident') return delivery.incident.targets.map(({ target }) => target);
  return delivery.kind === 'event' ? [delivery.event.target] : [];
}

function whatOf(delivery: Delivery): string {
  switch (delivery.kind) {
    case 'incident': {
      const names = delivery.incident.targets.map(({ target }) => target).join(', ');
      const what = isNews(delivery) ? 'Alert' : 'Earlier message of an alert';
      return `${what} (${titleOf(delivery.incident)}${names === '' ? '' : `: ${names}`})`;
    }
    case 'note':
      return `Line in the thread of an alert (${NOTES[delivery.note.kind]})`;
    case 'event':
      return eventWords(delivery.event);
    case 'digest':
      return 'Digest';
  }
}

/** A tuning session is named by its id, for its whole name starts with the rule's. */
function eventWords({ rule, target, facts }: WatchEvent): string {
  const { sessionId, what } = facts;
  const title = tell(rule, facts)?.title ?? rule;
  return rule === 'tuning' && typeof sessionId === 'string'
    ? `Tuning ${what ?? 'event'} (${sessionId})`
    : `${title} (${target})`;
}
