import type { Incident } from '../../alerting/incidents/incident';
import { incidentNotification } from '../../alerting/incidents/notificationIds';
import type { AlertState } from '../../alerting/state/alertState';
import { msBetween } from '../../lib/time';
import { type Changeset, type MessageRefRow, PARTS, type Part } from '../../storage/alertStore';
import { decodeMessageRef, decodeNotification, encodeNotification } from '../model/codec';
import { incidentIdOf } from '../model/predicates';
import { isDamagedDelivery, isDamagedMessage } from './damage';
import {
  atCurrentRevision,
  type CachedSnapshot,
  isRelevant,
  type Put,
  type StoredSnapshot,
  verifyBeforeSend,
} from './restore';

/** An incident that ended longer ago is not told anew when nobody remembers whether it was, in ms. */
const ENDED_WITHIN_MS = 86_400_000;

/** What the store has lost in part, though what is known is there. */
export interface LostParts {
  /** For the log. */
  readonly keys: readonly Part[];
  /** Whether a key is gone, and no text in it damaged alone: then the traders' keys may be gone, too. */
  readonly isKeyGone: boolean;
  /** Of what was to be sent, what is remembered. */
  readonly waiting: readonly Put[];
  /** Of where messages are, what is remembered. */
  readonly messages: readonly MessageRefRow[];
  /** The incidents whose message has to be looked up, since nobody remembers what became of it, or what waited to change it. */
  readonly incidents: readonly Incident[];
}

/** What is lost of the store's parts, beside what is remembered of them; null for nothing that can be put right. */
export function lostParts(
  remembered: CachedSnapshot | null,
  stored: StoredSnapshot,
  known: AlertState,
): LostParts | null {
  const gone = PARTS.filter((part) => isGone(part, remembered, stored));
  const damaged = {
    outbox: new Set(stored.waiting.filter(isDamagedDelivery).map(({ id }) => id)),
    messages: new Set([...stored.messages].flatMap(([id, text]) => (isDamagedMessage(text) ? [id] : []))),
  };
  const isLost = (part: 'outbox' | 'messages', id: string, isThere: boolean): boolean =>
    damaged[part].has(id) || (gone.includes(part) && !isThere);
  const waits = new Set(stored.waiting.map(({ id }) => id));
  const waiting = (remembered?.waiting ?? []).filter(
    (each) => isLost('outbox', each.id, waits.has(each.id)) && !isDamagedDelivery(each),
  );
  const messages = (remembered?.messages ?? []).filter(
    ({ incidentId, text }) =>
      text !== null &&
      decodeMessageRef(text) !== null &&
      isLost('messages', incidentId, stored.messages.has(incidentId)),
  );
  const incidents = unaccounted({ gone, damaged, waiting, messages }, stored, known);
  const keys = PARTS.filter(
    (part) =>
      gone.includes(part) ||
      (part === 'outbox' && waiting.length + incidents.length > 0) ||
      (part === 'messages' && messages.length > 0),
  );
  // The others are put right by the store itself.
  const keysGone = (['outbox', 'messages'] as const).filter((part) => gone.includes(part));
  const isKeyGone = remembered !== null && keysGone.length > 0;
  // Made anew by another copy, it may have all that this one remembers.
  const isFirst = isKeyGone && keysGone.some((part) => stored.generations?.[part] === null);
  const isSomething = isFirst || waiting.length + messages.length + incidents.length > 0;
  return isSomething ? { keys, isKeyGone, waiting, messages, incidents } : null;
}

/** With nothing remembered, as at the start, a part that is not there may be lost; so it is before the first commit. */
function isGone(
  part: Part,
  remembered: CachedSnapshot | null,
  { version, generations }: StoredSnapshot,
): boolean {
  if (generations === null) return false;
  if (remembered === null) return version > 0 && generations[part] === null;
  const before = remembered.generations?.[part] ?? null;
  return before !== null && generations[part] !== before;
}

interface Found {
  readonly gone: readonly Part[];
  readonly damaged: Readonly<Record<'outbox' | 'messages', ReadonlySet<string>>>;
  readonly waiting: readonly Put[];
  readonly messages: readonly MessageRefRow[];
}

/**
 * What waited is not known where another copy decided it, or none did: of an incident, the message shows whether it does.
 * Without where that is, neither an update nor a note of the thread could go there.
 */
function unaccounted(
  { gone, damaged, ...found }: Found,
  stored: StoredSnapshot,
  known: AlertState,
): readonly Incident[] {
  const waiting = [...stored.waiting, ...found.waiting].filter((each) => !isDamagedDelivery(each));
  const waits = new Set(waiting.map(({ id }) => id));
  const hasNote = new Set(waiting.map(({ text }) => incidentIdIn(text)));
  const placed = new Map([...stored.messages, ...found.messages.map(asEntry)]);
  return known.incidents.filter((incident) => {
    const { id, closedAt, revision } = incident;
    if (waits.has(id)) return false;
    if (damaged.outbox.has(id)) return true;
    const text = placed.get(id);
    const at = text === undefined || text === null ? null : decodeMessageRef(text);
    const isLate = closedAt !== null && msBetween(closedAt, known.observedAt) > ENDED_WITHIN_MS;
    if (gone.includes('outbox') && !isLate) return at === null || at.revision < revision;
    const isMessageLost = gone.includes('messages') || damaged.messages.has(id);
    return isMessageLost && at === null && (closedAt === null || hasNote.has(id));
  });
}

const asEntry = ({ incidentId, text }: MessageRefRow) => [incidentId, text] as const;

function incidentIdIn(text: string): string | null {
  const delivery = decodeNotification(text);
  return delivery === null ? null : incidentIdOf(delivery);
}

/** The change with what was lost in it. What is sent of it is looked up first: it may have been sent meanwhile. */
export function withLostParts(
  { waiting, messages, incidents }: LostParts,
  {
    remembered,
    stored,
    known,
    channel,
  }: {
    readonly remembered: CachedSnapshot | null;
    readonly stored: StoredSnapshot;
    readonly known: AlertState;
    /** Where an incident goes whose message is not known; null to leave that out. */
    readonly channel: string | null;
  },
  change: Changeset,
): Changeset {
  const decided = new Set([...change.enqueue.map(({ id }) => id), ...change.cancel]);
  const forgotten = new Set(change.messages.map(({ incidentId }) => incidentId));
  const again = waiting
    .filter((each) => remembered === null || isRelevant(each, remembered, known))
    .map((each) => atCurrentRevision(each, known) ?? verifyBeforeSend(each));
  const placed = new Map([...stored.messages, ...messages.map(asEntry)]);
  const lookedUp = incidents.flatMap((incident) => {
    const text = placed.get(incident.id) ?? null;
    const goesTo = (text === null ? null : decodeMessageRef(text)?.channel) ?? channel;
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
