import { incidentNotification } from '../../alerting/incidents/notificationIds';
import type { AlertState } from '../../alerting/state/alertState';
import type { StateParts } from '../../alerting/state/codec';
import { isReinitialized, mergeStates } from '../../alerting/state/merge';
import { MAX_CLOCK_SKEW_MS, msBetween } from '../../lib/time';
import type { Changeset, Generations, MessageRefRow, OutboxRow } from '../../storage/alertStore';
import { type EventDelivery, eventMetadata, isSameEvent } from '../idempotency/eventMetadata';
import { decodeMessageRef, decodeNotification, encodeNotification } from '../model/codec';
import type { Notification } from '../model/notification';
import { incidentIdOf } from '../model/predicates';

export type Put = Changeset['enqueue'][number];

/** What was stored, for when Redis is away, or comes back without it. */
export interface CachedSnapshot {
  readonly version: number;
  readonly known: AlertState;
  /** The parts of the state as they are stored, some of them a little older. */
  readonly parts: StateParts;
  readonly messages: readonly MessageRefRow[];
  /** What was to be sent. */
  readonly waiting: readonly Put[];
  readonly generations: Generations | null;
}

/** What this copy knows by what was certainly stored, and by its own decision of which that is not known. */
export function together(certain: CachedSnapshot, unsure: CachedSnapshot): CachedSnapshot {
  const messages = new Map(certain.messages.map(({ incidentId, text }) => [incidentId, text]));
  const ahead = unsure.messages.filter((each) => isNewer(each, messages));
  for (const { incidentId, text } of ahead) messages.set(incidentId, text);
  return {
    version: Math.max(certain.version, unsure.version),
    parts: certain.parts,
    known: mergeStates(unsure.known, certain.known, { isLost: false, checkIntervalMs: 0 }),
    messages: [...messages].map(([incidentId, text]) => ({ incidentId, text })),
    waiting: pendingAfter({ enqueue: unsure.waiting, cancel: [] }, certain.waiting),
    generations: certain.generations,
  };
}

/** What the store holds in place of what is remembered. */
export interface StoredSnapshot {
  readonly version: number;
  /** Nothing is stored of the state, not even a version. */
  readonly isEmpty: boolean;
  readonly parts: StateParts;
  readonly known: AlertState | null;
  readonly messages: ReadonlyMap<string, string>;
  readonly waiting: readonly OutboxRow[];
  readonly generations: Generations | null;
}

/**
 * The change with what is restored in it. What waited then waits again: the dispatcher looks up whether it was sent
 * meanwhile. So does what another copy decided since, without what is remembered; what only older data wants to send
 * was sent long ago. A message that may have been set back is brought up to date.
 */
export function restoreInto(
  remembered: CachedSnapshot,
  stored: StoredSnapshot,
  change: Changeset,
  known: AlertState,
): Changeset {
  const decided = new Set(change.enqueue.map(({ id }) => id));
  const waited = remembered.waiting
    .filter((each) => !decided.has(each.id) && isRelevant(each, remembered, known))
    .map((each) => atCurrentRevision(each, known) ?? verifyBeforeSend(each));
  const kept = new Set([...decided, ...waited.map(({ id }) => id)]);
  const others = stored.waiting
    .filter(({ id }) => !kept.has(id))
    .map((each) => ({ id: each.id, put: fromOtherInstances(each, remembered, stored, known) }));
  for (const { id } of others) kept.add(id);
  const ofOthersNow = others.flatMap(({ put }) => put ?? []);
  return {
    ...change,
    to: Math.max(change.from, remembered.version) + 1,
    enqueue: [
      ...withoutDuplicateEvents(ofOthersNow, waited),
      ...ofOthersNow,
      ...refreshOutdatedMessages(remembered, stored, known).filter(({ id }) => !kept.has(id)),
      // Another copy may have decided the same from what it had stored last, and told it.
      ...change.enqueue.map(verifyBeforeSend),
    ],
    cancel: [...change.cancel, ...others.flatMap(({ id, put }) => (put === null ? [id] : []))],
    messages: [...remembered.messages.filter((each) => isNewer(each, stored.messages)), ...change.messages],
  };
}

/**
 * Whether it stands alone, or its incident is known, and has become what this copy remembers: else another copy has told
 * that as another incident.
 */
export function isRelevant(
  { text }: Put,
  remembered: Pick<CachedSnapshot, 'known'>,
  { incidents }: AlertState,
): boolean {
  const delivery = decodeNotification(text);
  const incidentId = delivery === null ? null : incidentIdOf(delivery);
  if (incidentId === null) return true;
  const is = incidents.find(({ id }) => id === incidentId);
  const was = remembered.known.incidents.find(({ id }) => id === incidentId);
  return is !== undefined && (was === undefined || was.revision <= is.revision);
}

/** All but the events that another delivery tells of: two copies have decided them from different sights. */
function withoutDuplicateEvents(others: readonly Put[], waited: readonly Put[]): readonly Put[] {
  const kept: Put[] = [];
  for (const each of waited) {
    const own = decodeNotification(each.text);
    const isTold =
      own?.kind === 'event' && [...others, ...kept].some((other) => describesSameEvent(other, own));
    if (!isTold) kept.push(each);
  }
  return kept;
}

function describesSameEvent({ text }: Put, event: EventDelivery): boolean {
  const other = decodeNotification(text);
  return other?.kind === 'event' && isSameEvent(eventMetadata(other), event);
}

/** It may have been sent since it was remembered: whoever sends it looks first. */
export function verifyBeforeSend({ id, text }: Put): Put {
  const delivery = decodeNotification(text);
  return delivery === null
    ? { id, text }
    : { id, text: encodeNotification({ ...delivery, verifyBeforeSend: true }) };
}

/** What waits and is not remembered to wait; null for what was sent long ago. */
function fromOtherInstances(
  put: Put,
  remembered: CachedSnapshot,
  stored: StoredSnapshot,
  known: AlertState,
): Put | null {
  const delivery = decodeNotification(put.text);
  if (delivery?.kind === 'incident') return atCurrentRevision(put, known);
  const isOfSince =
    isReinitialized(stored.known, remembered.known) ||
    (delivery !== null && msBetween(remembered.known.observedAt, delivery.detectedAt) > -MAX_CLOCK_SKEW_MS);
  return isOfSince ? verifyBeforeSend(put) : null;
}

/** What brings an incident's message to how it stands now; null where that is not known any more, and for what is none. */
export function atCurrentRevision({ id, text }: Put, { incidents }: AlertState): Put | null {
  const delivery = decodeNotification(text);
  if (delivery?.kind !== 'incident') return null;
  const { channel, detectedAt } = delivery;
  const incident = incidents.find((each) => each.id === delivery.incident.id);
  if (incident === undefined) return null;
  const now: Notification = { ...incidentNotification(incident, { channel, detectedAt }), id };
  return verifyBeforeSend({ id, text: encodeNotification(now) });
}

/** What older data, or another copy by it, wanted to send may have been sent before that was noticed. */
function refreshOutdatedMessages(
  { messages, known: { observedAt } }: CachedSnapshot,
  stored: StoredSnapshot,
  { incidents }: AlertState,
): Put[] {
  return messages.flatMap((message) => {
    const { incidentId, text } = message;
    const stale = stored.messages.get(incidentId);
    const incident = incidents.find(({ id }) => id === incidentId);
    const placed = text === null ? null : decodeMessageRef(text);
    if (stale === undefined || stale === text || !incident || placed === null) return [];
    const told = { channel: placed.channel, detectedAt: incident.closedAt ?? observedAt };
    return [{ id: incidentId, text: encodeNotification(incidentNotification(incident, told)) }];
  });
}

/** Whether what is remembered of a message is newer than what is stored of it. */
function isNewer({ incidentId, text }: MessageRefRow, stored: ReadonlyMap<string, string | null>): boolean {
  const [own, other] = [text, stored.get(incidentId)].map((each) => (each ? decodeMessageRef(each) : null));
  return !own || !other || own.revision >= other.revision;
}

/** What is to be sent after a change, as far as is known: what was sent meanwhile may be among it. */
export function pendingAfter(
  { enqueue, cancel }: Pick<Changeset, 'enqueue' | 'cancel'>,
  before: readonly Put[],
): readonly Put[] {
  const waiting = new Map([...before, ...enqueue].map(({ id, text }) => [id, text]));
  for (const id of cancel) waiting.delete(id);
  return [...waiting].map(([id, text]) => ({ id, text }));
}
