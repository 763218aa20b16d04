import type { Incident } from '../alerts/incident';
import type { Undelivered } from '../alerts/service';
import type { Held } from '../alerts/why';
import type { StoredDelivery } from '../state/ledger';
import type { Delivery, WatchEvent } from './delivery';
import { deliveryFromText } from './deliveryText';

export const isOpen = ({ closedAt }: Incident): boolean => closedAt === null;

/** What keeps something from being sent, as a sentence; times as ISO 8601, people as `<@U…>`. */
export function heldSentence(held: Held): string {
  switch (held.because) {
    case 'blind':
      return `Everything: the traders have not been seen since ${held.since.toISOString()}, so nothing is judged.`;
    case 'retired':
      return 'Everything: it was taken off watch on purpose, and stays silent until it is well again.';
    case 'acknowledged':
      return `Reminders: it was acknowledged${by(held.by)}.`;
    case 'snoozed':
      return `Reminders: it was snoozed${by(held.by)}${held.until === null ? '' : ` until ${held.until.toISOString()}`}.`;
    case 'remindedLater':
      return `The next reminder comes at ${held.at.toISOString()}, if nobody acknowledges it before.`;
  }
}

const by = (userId: string | null): string => (userId === null ? '' : ` by <@${userId}>`);

/** A delivery that waits; one that this version cannot read is shown all the same. */
export function undelivered({ id, text, attempts }: StoredDelivery): Undelivered {
  const delivery = deliveryFromText(text);
  return {
    id,
    what: delivery === null ? 'Something that this version cannot read' : whatOf(delivery),
    channel: delivery?.channel ?? null,
    detectedAt: delivery?.detectedAt ?? null,
    attempts: attempts && {
      count: attempts.count,
      lastError: attempts.lastError,
      notBefore: dateOf(attempts.notBefore),
      unknownSince: dateOf(attempts.unknownSince),
    },
  };
}

const dateOf = (text: string | null): Date | null => (text === null ? null : new Date(text));

function whatOf(delivery: Delivery): string {
  switch (delivery.kind) {
    case 'incident': {
      const { rule, targets } = delivery.incident;
      const names = targets.map(({ target }) => target).join(', ');
      return `Alert (${rule}${names === '' ? '' : `: ${names}`})`;
    }
    case 'note':
      return `Line in the thread of an alert (${delivery.note.kind})`;
    case 'event':
      return eventWords(delivery.event);
    case 'digest':
      return 'Digest';
  }
}

/** A tuning session is named by its id, for its whole name starts with the rule's. */
function eventWords({ rule, target, facts }: WatchEvent): string {
  const { sessionId, what } = facts;
  return rule === 'tuning' && typeof sessionId === 'string'
    ? `Tuning ${what ?? 'event'} (${sessionId})`
    : `Event (${rule}: ${target})`;
}
