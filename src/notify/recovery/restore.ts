import { incidentDelivery } from '../../alerting/incidents/notificationIds';
import type { Known } from '../../alerting/state/alertState';
import { isBegunAnew, knownAgain } from '../../alerting/state/merge';
import { between, CLOCKS_DIFFER_MS } from '../../lib/time';
import type { Generations, LedgerChange, StoredDelivery, StoredMessage } from '../../storage/alertStore';
import { type EventDelivery, eventMark, isOfEvent } from '../idempotency/eventMetadata';
import { deliveryFromText, deliveryToText, placedFromText } from '../model/codec';
import type { Delivery } from '../model/notification';
import { incidentOf } from '../model/predicates';

export type Put = LedgerChange['put'][number];

/** What was stored, for when Redis is away, or comes back without it. */
export interface Remembered {
  readonly version: number;
  readonly known: Known;
  readonly messages: readonly StoredMessage[];
  /** What was to be sent. */
  readonly waiting: readonly Put[];
  readonly generations: Generations | null;
}

/** What this copy knows by what was certainly stored, and by its own decision of which that is not known. */
export function together(certain: Remembered, unsure: Remembered): Remembered {
  const messages = new Map(certain.messages.map(({ incidentId, text }) => [incidentId, text]));
  const ahead = unsure.messages.filter((each) => isAhead(each, messages));
  for (const { incidentId, text } of ahead) messages.set(incidentId, text);
  return {
    version: Math.max(certain.version, unsure.version),
    known: knownAgain(unsure.known, certain.known, { isLost: false, checkIntervalMs: 0 }),
    messages: [...messages].map(([incidentId, text]) => ({ incidentId, text })),
    waiting: waitingAfter({ put: unsure.waiting, drop: [] }, certain.waiting),
    generations: certain.generations,
  };
}

/** What the ledger holds in place of what is remembered. */
export interface Stored {
  readonly version: number;
  readonly known: Known | null;
  readonly messages: ReadonlyMap<string, string>;
  readonly waiting: readonly StoredDelivery[];
  readonly generations: Generations | null;
}

/**
 * The change with what is restored in it. What waited then waits again: the courier looks up whether it was sent
 * meanwhile. So does what another copy decided since, without what is remembered; what only older data wants to send
 * was sent long ago. A message that may have been set back is brought up to date.
 */
export function restoredBy(
  remembered: Remembered,
  stored: Stored,
  change: LedgerChange,
  known: Known,
): LedgerChange {
  const decided = new Set(change.put.map(({ id }) => id));
  const waited = remembered.waiting
    .filter((each) => !decided.has(each.id) && isOfKnown(each, remembered, known))
    .map((each) => newest(each, known) ?? lookedUpFirst(each));
  const kept = new Set([...decided, ...waited.map(({ id }) => id)]);
  const others = stored.waiting
    .filter(({ id }) => !kept.has(id))
    .map((each) => ({ id: each.id, put: ofOthers(each, remembered, stored, known) }));
  for (const { id } of others) kept.add(id);
  const ofOthersNow = others.flatMap(({ put }) => put ?? []);
  return {
    ...change,
    to: Math.max(change.from, remembered.version) + 1,
    put: [
      ...notToldBy(ofOthersNow, waited),
      ...ofOthersNow,
      ...broughtBack(remembered, stored, known).filter(({ id }) => !kept.has(id)),
      // Another copy may have decided the same from what it had stored last, and told it.
      ...change.put.map(lookedUpFirst),
    ],
    drop: [...change.drop, ...others.flatMap(({ id, put }) => (put === null ? [id] : []))],
    messages: [...remembered.messages.filter((each) => isAhead(each, stored.messages)), ...change.messages],
  };
}

/**
 * Whether it stands alone, or its incident is known, and has become what this copy remembers: else another copy has told
 * that as another incident.
 */
export function isOfKnown(
  { text }: Put,
  remembered: Pick<Remembered, 'known'>,
  { incidents }: Known,
): boolean {
  const delivery = deliveryFromText(text);
  const incidentId = delivery === null ? null : incidentOf(delivery);
  if (incidentId === null) return true;
  const is = incidents.find(({ id }) => id === incidentId);
  const was = remembered.known.incidents.find(({ id }) => id === incidentId);
  return is !== undefined && (was === undefined || was.revision <= is.revision);
}

/** All but the events that another delivery tells of: two copies have decided them from different sights. */
function notToldBy(others: readonly Put[], waited: readonly Put[]): readonly Put[] {
  const kept: Put[] = [];
  for (const each of waited) {
    const own = deliveryFromText(each.text);
    const isTold = own?.kind === 'event' && [...others, ...kept].some((other) => tellsOf(other, own));
    if (!isTold) kept.push(each);
  }
  return kept;
}

function tellsOf({ text }: Put, event: EventDelivery): boolean {
  const other = deliveryFromText(text);
  return other?.kind === 'event' && isOfEvent(eventMark(other), event);
}

/** It may have been sent since it was remembered: whoever sends it looks first. */
export function lookedUpFirst({ id, text }: Put): Put {
  const delivery = deliveryFromText(text);
  return delivery === null ? { id, text } : { id, text: deliveryToText({ ...delivery, restored: true }) };
}

/** What waits and is not remembered to wait; null for what was sent long ago. */
function ofOthers(put: Put, remembered: Remembered, stored: Stored, known: Known): Put | null {
  const delivery = deliveryFromText(put.text);
  if (delivery?.kind === 'incident') return newest(put, known);
  const isOfSince =
    isBegunAnew(stored.known, remembered.known) ||
    (delivery !== null && between(remembered.known.sawAt, delivery.detectedAt) > -CLOCKS_DIFFER_MS);
  return isOfSince ? lookedUpFirst(put) : null;
}

/** What brings an incident's message to how it stands now; null where that is not known any more, and for what is none. */
export function newest({ id, text }: Put, { incidents }: Known): Put | null {
  const delivery = deliveryFromText(text);
  if (delivery?.kind !== 'incident') return null;
  const { channel, detectedAt } = delivery;
  const incident = incidents.find((each) => each.id === delivery.incident.id);
  if (incident === undefined) return null;
  const now: Delivery = { ...incidentDelivery(incident, { channel, detectedAt }), id };
  return lookedUpFirst({ id, text: deliveryToText(now) });
}

/** What older data, or another copy by it, wanted to send may have been sent before that was noticed. */
function broughtBack(
  { messages, known: { sawAt } }: Remembered,
  stored: Stored,
  { incidents }: Known,
): Put[] {
  return messages.flatMap((message) => {
    const { incidentId, text } = message;
    const stale = stored.messages.get(incidentId);
    const incident = incidents.find(({ id }) => id === incidentId);
    const placed = text === null ? null : placedFromText(text);
    if (stale === undefined || stale === text || !incident || placed === null) return [];
    const told = { channel: placed.channel, detectedAt: incident.closedAt ?? sawAt };
    return [{ id: incidentId, text: deliveryToText(incidentDelivery(incident, told)) }];
  });
}

/** Whether what is remembered of a message is newer than what is stored of it. */
function isAhead({ incidentId, text }: StoredMessage, stored: ReadonlyMap<string, string | null>): boolean {
  const [own, other] = [text, stored.get(incidentId)].map((each) => (each ? placedFromText(each) : null));
  return !own || !other || own.revision >= other.revision;
}

/** What is to be sent after a change, as far as is known: what was sent meanwhile may be among it. */
export function waitingAfter(
  { put, drop }: Pick<LedgerChange, 'put' | 'drop'>,
  before: readonly Put[],
): readonly Put[] {
  const waiting = new Map([...before, ...put].map(({ id, text }) => [id, text]));
  for (const id of drop) waiting.delete(id);
  return [...waiting].map(([id, text]) => ({ id, text }));
}
