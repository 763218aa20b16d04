import type { Incident } from '../../alerting/incidents/incident';
import type { PendingNotification } from '../../alerting/service';
import type { OutboxRow } from '../../storage/alertStore';
import { decodeNotification } from '../model/codec';
import { destinationChannel } from '../model/predicates';

export const isOpen = ({ closedAt }: Incident): boolean => closedAt === null;

const FIRST_NUMBER = 100;
const NUMBERS = 900;

/**
 * What waits, each with its number of three digits. That follows from its id, so that a number that somebody has read names
 * the same message until it is sent; of two with the same, the later id takes the next.
 */
export function numbered(waiting: readonly OutboxRow[]): readonly (readonly [number, OutboxRow])[] {
  const taken = new Set<number>();
  return [...waiting]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map((row) => {
      let number = FIRST_NUMBER + (hashOf(row.id) % NUMBERS);
      while (taken.has(number)) number += 1;
      taken.add(number);
      return [number, row] as const;
    });
}

function hashOf(text: string): number {
  let hash = 0;
  for (let at = 0; at < text.length; at++) hash = (hash * 31 + text.charCodeAt(at)) % 1_000_003;
  return hash;
}

/** A delivery that waits; one that this version cannot read is shown all the same. */
function toPendingNotification(number: number, { id, text, attempts }: OutboxRow): PendingNotification {
  const delivery = decodeNotification(text);
  return {
    id,
    number,
    notification: delivery,
    channel: delivery && destinationChannel(delivery),
    detectedAt: delivery?.detectedAt ?? null,
    attempts: attempts && {
      count: attempts.count,
      lastFailure: attempts.lastFailure,
      notBefore: dateOf(attempts.notBefore),
      inDoubtSince: dateOf(attempts.inDoubtSince),
    },
  };
}

const dateOf = (text: string | null): Date | null => (text === null ? null : new Date(text));

/** What waits by its number, the oldest first. */
export const oldestFirst = (waiting: readonly (readonly [number, OutboxRow])[]): PendingNotification[] =>
  waiting
    .map(([number, row]) => toPendingNotification(number, row))
    .sort((a, b) => (a.detectedAt?.getTime() ?? 0) - (b.detectedAt?.getTime() ?? 0));
