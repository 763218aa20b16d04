import { decodeAuditEntry } from '../../alerting/auditLog';
import type { Incident } from '../../alerting/incidents/incident';
import { incidentNotification } from '../../alerting/incidents/notificationIds';
import type { AlertState } from '../../alerting/state/alertState';
import { isReinitialized, mergeStates } from '../../alerting/state/merge';
import { MAX_CLOCK_SKEW_MS, msBetween } from '../../lib/time';
import type { Changeset } from '../../storage/alertStore';
import { type EventNotification, eventMetadata, isSameEvent } from '../idempotency/eventMetadata';
import {
  decodeMessageRef,
  decodeNotification,
  encodeNotification,
  type IncidentMessageRef,
} from '../model/codec';
import type { Notification } from '../model/notification';
import { incidentIdOf } from '../model/predicates';
import type { Loss, LostParts } from './detectLoss';
import { joinIncidents } from './joinIncidents';
import { atCurrentRevision, verifyBeforeSend, waitingAgain } from './sendAgain';
import { type CachedSnapshot, isNewer, mergedText, type Put, type StoredSnapshot } from './snapshots';

/** The state again: the stored one, with what it lost; null where nothing is known. */
export const restoreState = (
  stored: StoredSnapshot,
  { state, cached }: Loss,
  checkIntervalMs: number,
): AlertState | null =>
  state === null || cached === null
    ? (stored.known ?? cached?.known ?? null)
    : mergeStates(cached.known, stored.known, { isLost: state === 'committed', checkIntervalMs });

/** The change with what the store lost in it. `channelOf`: where an incident goes whose message is not known; null to leave that out. */
export function restore(
  stored: StoredSnapshot,
  { state, cached, parts }: Loss,
  {
    change,
    known,
    channelOf,
  }: {
    readonly change: Changeset;
    readonly known: AlertState;
    readonly channelOf: ((incident: Incident) => string) | null;
  },
): Changeset {
  if (parts !== null) return withLostParts(parts, { cached, stored, known, channelOf }, change);
  return cached === null ? change : restoreInto(cached, stored, change, known, state === 'in doubt');
}

/**
 * The change with what is restored in it. What waited then waits again: the dispatcher looks up whether it was sent
 * meanwhile. So does what another instance decided since, without what is cached; what only older data wants to send
 * was sent long ago. A message that may have been set back is brought up to date.
 */
function restoreInto(
  cached: CachedSnapshot,
  stored: StoredSnapshot,
  change: Changeset,
  known: AlertState,
  isStoredNewer: boolean,
): Changeset {
  const decided = new Set(change.enqueue.map(({ id }) => id));
  const undecided = cached.waiting.filter(({ id }) => !decided.has(id));
  const waited = waitingAgain(undecided, cached, known);
  const kept = new Set([...decided, ...waited.map(({ id }) => id)]);
  const others = stored.waiting
    .filter(({ id }) => !kept.has(id))
    .map((each) => ({ id: each.id, put: fromOtherInstances(each, cached, stored, known, isStoredNewer) }));
  for (const { id } of others) kept.add(id);
  const ofOthersNow = others.flatMap(({ put }) => put ?? []);
  const joined = joinIncidents(cached, stored, known);
  return {
    ...change,
    to: Math.max(change.from, cached.version) + 1,
    enqueue: [
      ...withoutDuplicateEvents(ofOthersNow, waited),
      ...ofOthersNow,
      ...refreshOutdatedMessages(cached, stored, known).filter(({ id }) => !kept.has(id)),
      ...joined.enqueue.filter(({ id }) => !kept.has(id)),
      // Another instance may have decided the same from what it had stored last, and reported it.
      ...change.enqueue.map(verifyBeforeSend),
    ],
    cancel: [...change.cancel, ...others.flatMap(({ id, put }) => (put === null ? [id] : []))],
    audit: [...auditOf(cached, stored), ...change.audit],
    messages: [
      ...cached.messages
        .filter((each) => isNewer(each, stored.messages))
        .map((each) => ({ incidentId: each.incidentId, text: mergedText(each, stored.messages) })),
      ...joined.messages,
      ...change.messages,
    ],
  };
}

/** What was done meanwhile, but for what another instance has stored by now. */
function auditOf({ local, known }: CachedSnapshot, stored: StoredSnapshot): readonly string[] {
  const revisionIn = (state: AlertState | null, id: string | undefined): number =>
    state?.incidents.find((each) => each.id === id)?.revision ?? Number.NEGATIVE_INFINITY;
  return (local?.audit ?? []).filter((text) => {
    const id = decodeAuditEntry(text)?.incident?.id;
    return id === undefined || revisionIn(stored.known, id) < revisionIn(known, id);
  });
}

/** Whether it is about an incident that is stored, and is another one's now. */
function isOfDropped(
  delivery: Notification | null,
  stored: AlertState | null,
  { incidents }: AlertState,
): boolean {
  const id = delivery && incidentIdOf(delivery);
  return (
    id !== null &&
    stored?.incidents.some((each) => each.id === id) === true &&
    !incidents.some((each) => each.id === id)
  );
}

/** All but the events that another delivery reports: two instances have decided them from different observations. */
function withoutDuplicateEvents(others: readonly Put[], waited: readonly Put[]): readonly Put[] {
  const kept: Put[] = [];
  for (const each of waited) {
    const own = decodeNotification(each.text);
    const isDecided =
      own?.kind === 'event' && [...others, ...kept].some((other) => describesSameEvent(other, own));
    if (!isDecided) kept.push(each);
  }
  return kept;
}

function describesSameEvent({ text }: Put, event: EventNotification): boolean {
  const other = decodeNotification(text);
  return other?.kind === 'event' && isSameEvent(eventMetadata(other), event);
}

/** What waits and is not cached to wait; null for what was sent long ago. `isStoredNewer`: nothing was lost of what is stored. */
function fromOtherInstances(
  put: Put,
  cached: CachedSnapshot,
  stored: StoredSnapshot,
  known: AlertState,
  isStoredNewer: boolean,
): Put | null {
  if (cached.local?.cancelled.has(put.id)) return null;
  const delivery = decodeNotification(put.text);
  if (delivery?.kind === 'incident') return atCurrentRevision(put, known);
  if (isOfDropped(delivery, stored.known, known)) return null;
  const isOfSince =
    isStoredNewer ||
    isReinitialized(stored.known, cached.known) ||
    (delivery !== null && msBetween(cached.known.observedAt, delivery.detectedAt) > -MAX_CLOCK_SKEW_MS);
  return isOfSince ? verifyBeforeSend(put) : null;
}

/** What older data, or another instance by it, wanted to send may have been sent before that was noticed. */
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
    const destination = {
      channel: channelNow(incident, placed),
      detectedAt: incident.closedAt ?? observedAt,
    };
    return [{ id: incidentId, text: encodeNotification(incidentNotification(incident, destination)) }];
  });
}

/** Where an incident's message is to be; it may be in another channel while that one is at fault. */
const channelNow = ({ channel }: Incident, placed: IncidentMessageRef): string =>
  channel ?? placed.posting?.home ?? placed.channel;

/** The change with what was lost in it. What is sent of it is looked up first: it may have been sent meanwhile. */
function withLostParts(
  { waiting, messages, incidents }: LostParts,
  {
    cached,
    stored,
    known,
    channelOf,
  }: {
    readonly cached: CachedSnapshot | null;
    readonly stored: StoredSnapshot;
    readonly known: AlertState;
    /** Where an incident goes whose message is not known; null to leave that out. */
    readonly channelOf: ((incident: Incident) => string) | null;
  },
  change: Changeset,
): Changeset {
  const decided = new Set([...change.enqueue.map(({ id }) => id), ...change.cancel]);
  const forgotten = new Set(change.messages.map(({ incidentId }) => incidentId));
  const again = waitingAgain(waiting, cached, known);
  const placed = new Map([
    ...stored.messages,
    ...messages.map(({ incidentId, text }) => [incidentId, text] as const),
  ]);
  const lookedUp = incidents.flatMap((incident) => {
    const text = placed.get(incident.id) ?? null;
    const ref = text === null ? null : decodeMessageRef(text);
    const goesTo = (ref && channelNow(incident, ref)) ?? channelOf?.(incident) ?? null;
    if (goesTo === null) return [];
    const detectedAt = incident.closedAt ?? known.observedAt;
    const delivery = incidentNotification(incident, { channel: goesTo, detectedAt, verifyBeforeSend: true });
    return [{ id: incident.id, text: encodeNotification(delivery) }];
  });
  return {
    ...change,
    enqueue: [
      ...[...again, ...lookedUp].filter(({ id }) => !decided.has(id)),
      ...change.enqueue.map(verifyBeforeSend),
    ],
    messages: [...messages.filter(({ incidentId }) => !forgotten.has(incidentId)), ...change.messages],
  };
}
