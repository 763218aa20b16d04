import { z } from 'zod';
import type { Incident } from '../../alerting/incidents/incident';
import type { AlertState } from '../../alerting/state/alertState';
import { descendsFrom } from '../../alerting/state/lineage';
import { isReinitialized } from '../../alerting/state/merge';
import { parseJson } from '../../lib/parseJson';
import { msBetween } from '../../lib/time';
import { type MessageRefRow, PARTS, type Part } from '../../storage/alertStore';
import { decodeMessageRef, decodeNotification } from '../model/codec';
import { incidentIdOf } from '../model/predicates';
import { type Cache, type CachedSnapshot, mergeSnapshots, type Put, type StoredSnapshot } from './snapshots';

/** What the store lost. */
export interface Loss {
  /** What its state lacks: what was committed, or what may have been; null where it has all of it. */
  readonly state: 'committed' | 'in doubt' | null;
  /** What this instance restores; null where it knows nothing. */
  readonly cached: CachedSnapshot | null;
  /** What else is lost, where the state is there; null for nothing. */
  readonly parts: LostParts | null;
}

/** What the store lost of what this instance knows; null for nothing. */
export function detectLoss(stored: StoredSnapshot, { committed, inDoubt }: Cache): Loss | null {
  const lost = (one: CachedSnapshot | null) => (one !== null && isMissing(stored, one) ? one : null);
  const doubtful = lost(inDoubt);
  // Where what was in doubt is stored, so is what came before it.
  const certain = inDoubt !== null && doubtful === null ? null : lost(committed);
  if (certain !== null)
    return {
      state: 'committed',
      cached: doubtful === null ? certain : mergeSnapshots(certain, doubtful),
      parts: null,
    };
  if (doubtful !== null) return { state: 'in doubt', cached: doubtful, parts: null };
  const cached = inDoubt ?? committed;
  const known = stored.known ?? cached?.known ?? null;
  const parts = known === null ? null : lostParts(cached, stored, known);
  return parts && { state: null, cached, parts };
}

/**
 * Whether the store does not have this. It lost it where it is older, as after a restart from a snapshot or a failover to a
 * replica that lagged; or where another instance went on from older data, or began anew with none.
 */
export const isMissing = ({ isEmpty, version, known }: StoredSnapshot, cached: CachedSnapshot): boolean =>
  isEmpty ||
  (known !== null && (isReinitialized(known, cached.known) || !descendsFrom({ version, known }, cached)));

/** An incident that ended longer ago is not reported again when nobody remembers whether it was, in ms. */
const ENDED_WITHIN_MS = 86_400_000;

/** What the store has lost in part, though what is known is there. */
export interface LostParts {
  /** For the log. */
  readonly keys: readonly Part[];
  /** Whether a key is gone, and no text in it damaged alone: then the traders' keys may be gone, too. */
  readonly isKeyGone: boolean;
  /** Of what was to be sent, what is cached. */
  readonly waiting: readonly Put[];
  /** Of where messages are, what is cached. */
  readonly messages: readonly MessageRefRow[];
  /** The incidents whose message has to be looked up, since nobody remembers what became of it, or what waited to change it. */
  readonly incidents: readonly Incident[];
}

/** What is lost of the store's parts, beside what is cached of them; null for nothing that can be put right. */
function lostParts(
  cached: CachedSnapshot | null,
  stored: StoredSnapshot,
  known: AlertState,
): LostParts | null {
  const gone = PARTS.filter((part) => isGone(part, cached, stored));
  const damaged = {
    outbox: new Set(stored.waiting.filter(isDamagedNotification).map(({ id }) => id)),
    messages: new Set([...stored.messages].flatMap(([id, text]) => (isDamagedMessage(text) ? [id] : []))),
  };
  const isLost = (part: 'outbox' | 'messages', id: string, isThere: boolean): boolean =>
    damaged[part].has(id) || (gone.includes(part) && !isThere);
  const waits = new Set(stored.waiting.map(({ id }) => id));
  const waiting = (cached?.waiting ?? []).filter(
    (each) => isLost('outbox', each.id, waits.has(each.id)) && !isDamagedNotification(each),
  );
  const messages = (cached?.messages ?? []).filter(
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
  const isKeyGone = cached !== null && keysGone.length > 0;
  // Made anew by another instance, it may have all that this one remembers.
  const isFirst = isKeyGone && keysGone.some((part) => stored.generations?.[part] === null);
  const isSomething = isFirst || waiting.length + messages.length + incidents.length > 0;
  return isSomething ? { keys, isKeyGone, waiting, messages, incidents } : null;
}

/** With nothing cached, as at the start, a part that is not there may be lost; so it is before the first commit. */
function isGone(
  part: Part,
  cached: CachedSnapshot | null,
  { version, generations }: StoredSnapshot,
): boolean {
  if (generations === null) return false;
  if (cached === null) return version > 0 && generations[part] === null;
  const before = cached.generations?.[part] ?? null;
  return before !== null && generations[part] !== before;
}

interface Found {
  readonly gone: readonly Part[];
  readonly damaged: Readonly<Record<'outbox' | 'messages', ReadonlySet<string>>>;
  readonly waiting: readonly Put[];
  readonly messages: readonly MessageRefRow[];
}

/**
 * What waited is not known where another instance decided it, or none did: of an incident, the message shows whether it does.
 * Without where that is, neither an update nor a note of the thread could go there.
 */
function unaccounted(
  { gone, damaged, ...found }: Found,
  stored: StoredSnapshot,
  known: AlertState,
): readonly Incident[] {
  const waiting = [...stored.waiting, ...found.waiting].filter((each) => !isDamagedNotification(each));
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

/** What any version of the bot writes. */
const anyDelivery = z.looseObject({ id: z.string(), kind: z.string() });
const anyMessage = z.looseObject({ channel: z.string(), ts: z.string() });

/** Whether a delivery's text is one that no version of the bot wrote under this id. */
const isDamagedNotification = ({ id, text }: { readonly id: string; readonly text: string }): boolean =>
  decodeNotification(text)?.id !== id && anyDelivery.safeParse(parseJson(text)).data?.id !== id;

/** The same of the text that says where an incident's message is. */
const isDamagedMessage = (text: string): boolean =>
  decodeMessageRef(text) === null && !anyMessage.safeParse(parseJson(text)).success;
