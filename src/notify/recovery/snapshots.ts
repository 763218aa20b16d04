import type { AlertState } from '../../alerting/state/alertState';
import type { StateParts } from '../../alerting/state/codec';
import { mergeStates } from '../../alerting/state/merge';
import type { Changeset, Generations, MessageRefRow, OutboxRow } from '../../storage/alertStore';
import { decodeMessageRef, encodeMessageRef } from '../model/codec';
import { mergeMessageRefs } from '../posting/posting';

export type Put = Changeset['enqueue'][number];

/** What the store holds. */
export interface StoredSnapshot {
  readonly version: number;
  /** Nothing is stored of the state, not even a version. */
  readonly isEmpty: boolean;
  readonly known: AlertState | null;
  readonly parts: StateParts;
  readonly messages: ReadonlyMap<string, string>;
  readonly waiting: readonly OutboxRow[];
  readonly generations: Generations | null;
}

/** What this instance stored or read last, for when Redis is away, or comes back without it. */
export interface CachedSnapshot {
  readonly version: number;
  readonly known: AlertState;
  /** The parts of the state as they are stored, some of them a little older. */
  readonly parts: StateParts;
  readonly messages: readonly MessageRefRow[];
  /** What was to be sent. */
  readonly waiting: readonly Put[];
  readonly generations: Generations | null;
  /** Of decisions that the store did not take, and that this instance sends itself. */
  readonly local?: LocalPart;
}

/** What else such decisions made. */
export interface LocalPart {
  /** Ids of what they made needless: the store may still want to send it. */
  readonly cancelled: ReadonlySet<string>;
  readonly audit: readonly string[];
}

/** What an instance knows of the store. */
export interface Cache {
  readonly committed: CachedSnapshot | null;
  /** What may have been stored: the answer of the commit was lost. Or what the store did not take, and this instance sends itself. */
  readonly inDoubt: CachedSnapshot | null;
}

/** What was certainly stored together with what may have been. */
export function mergeSnapshots(committed: CachedSnapshot, inDoubt: CachedSnapshot): CachedSnapshot {
  const messages = new Map(committed.messages.map(({ incidentId, text }) => [incidentId, text]));
  const ahead = inDoubt.messages.filter((each) => isNewer(each, messages));
  for (const each of ahead) messages.set(each.incidentId, mergedText(each, messages));
  return {
    version: Math.max(committed.version, inDoubt.version),
    parts: committed.parts,
    known: mergeStates(inDoubt.known, committed.known, { isLost: false, checkIntervalMs: 0 }),
    messages: [...messages].map(([incidentId, text]) => ({ incidentId, text })),
    waiting: pendingAfter({ enqueue: inDoubt.waiting, cancel: [] }, committed.waiting),
    generations: committed.generations,
    ...(inDoubt.local && { local: inDoubt.local }),
  };
}

/** Whether what is cached of a message ref is newer than what is stored of it. */
export function isNewer(
  { incidentId, text }: MessageRefRow,
  stored: ReadonlyMap<string, string | null>,
): boolean {
  const [own, other] = [text, stored.get(incidentId)].map((each) => (each ? decodeMessageRef(each) : null));
  return !own || !other || mergeMessageRefs(own, other) !== other;
}

/** What is cached of a message ref as it is to be stored, where something else is stored of it. */
export function mergedText<T extends string | null>(
  { incidentId, text }: { readonly incidentId: string; readonly text: T },
  stored: ReadonlyMap<string, string | null>,
): string | T {
  const other = stored.get(incidentId) ?? null;
  const [own, theirs] = [text, other].map((each) => (each ? decodeMessageRef(each) : null));
  return own && theirs ? encodeMessageRef(mergeMessageRefs(own, theirs)) : text;
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

/** Where messages are after a change. */
export function messagesAfter(
  { messages }: Changeset,
  before: CachedSnapshot | null,
): readonly MessageRefRow[] {
  if (messages.length === 0) return before?.messages ?? [];
  const texts = new Map(before?.messages.map(({ incidentId, text }) => [incidentId, text]));
  for (const { incidentId, text } of messages) texts.set(incidentId, text);
  return [...texts].map(([incidentId, text]) => ({ incidentId, text }));
}

/** A commit makes what was not there; what the store makes itself is not known before it is read. */
export const generationsAfter = (before: Generations | null, next: string): Generations => ({
  outbox: before?.outbox ?? next,
  retries: before?.retries ?? null,
  leases: before?.leases ?? null,
  messages: before?.messages ?? next,
});
