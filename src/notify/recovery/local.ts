import { missedCheckAfterMs } from '../../alerting/observation/gap';
import type { AlertState } from '../../alerting/state/alertState';
import { MAX_LINEAGE } from '../../alerting/state/lineage';
import { msBetween } from '../../lib/time';
import type { Changeset, MessageRefRow, OutboxRow } from '../../storage/alertStore';
import type { LocalDecisions } from '../outage/localDecisions';
import type { LoadedState } from './loadedState';
import { type CachedSnapshot, isNewer, mergedText, type StoredSnapshot } from './snapshots';

/** So much of what was done is kept until the store takes it. */
const MOST = 1_000;

interface Kept {
  readonly change: Changeset;
  readonly mark: string;
  readonly stored: StoredSnapshot;
  /** What was in doubt before. */
  readonly before: CachedSnapshot | null;
}

/**
 * A snapshot of what the store did not take. To the store it is one change after what that has, however many checks
 * it came from: what another instance stores meanwhile would else seem to come from it.
 */
export function locallyDecided(
  after: CachedSnapshot,
  { change, mark, stored, before }: Kept,
): CachedSnapshot {
  const wasLocal = before?.local !== undefined;
  const base = stored.known?.lineage ?? (wasLocal ? before.known.lineage.slice(0, -1) : after.known.lineage);
  const waits = new Set(after.waiting.map(({ id }) => id));
  const cancelled = [...(before?.local?.cancelled ?? []), ...change.cancel].filter((id) => !waits.has(id));
  return {
    ...after,
    version: Math.max(stored.version + 1, wasLocal ? before.version : 0),
    known: { ...after.known, lineage: [...base, mark].slice(-MAX_LINEAGE) },
    local: { cancelled: new Set(cancelled.slice(-MOST)), audit: change.audit.slice(-MOST) },
  };
}

/** The snapshot, without what was sent of it meanwhile. */
export function withProgress(snapshot: CachedSnapshot, local: LocalDecisions): CachedSnapshot {
  const messages = new Map(snapshot.messages.map(({ incidentId, text }) => [incidentId, text]));
  for (const [incidentId, text] of local.refs)
    if (isNewer({ incidentId, text }, messages))
      messages.set(incidentId, mergedText({ incidentId, text }, messages));
  return {
    ...snapshot,
    messages: [...messages].map(([incidentId, text]) => ({ incidentId, text })),
    waiting: snapshot.waiting.filter(({ id }) => local.has(id)),
  };
}

/** What was loaded, where the store cannot be read: what this instance knows of it. */
export function loadedLocally(
  known: AlertState,
  committed: CachedSnapshot | null,
  inDoubt: CachedSnapshot | null,
): LoadedState {
  const stored: StoredSnapshot = {
    version: committed?.version ?? 0,
    isEmpty: committed === null,
    known: committed?.known ?? null,
    parts: committed?.parts ?? new Map(),
    messages: textsOf(committed?.messages ?? []),
    waiting: (committed?.waiting ?? []).map((put) => ({ ...put, attempts: null })),
    generations: committed?.generations ?? null,
  };
  return {
    known,
    stored,
    loss: inDoubt && { state: 'in doubt', cached: inDoubt, parts: null },
    restored: inDoubt,
    migratedMessages: null,
    isAfterLoss: false,
    isLocal: true,
    isUnread: true,
  };
}

/** What people are shown of what was loaded: what waits, where messages are, and when what is stored was observed. */
export function asShown({ known, stored, restored, isLocal }: LoadedState) {
  const storedAt = stored.known?.observedAt ?? known?.observedAt;
  if (!isLocal || restored === null)
    return { known, waiting: stored.waiting, messages: stored.messages, storedAt };
  return {
    known,
    waiting: restored.waiting.map((put): OutboxRow => ({ ...put, attempts: null })),
    messages: textsOf(restored.messages),
    storedAt,
  };
}

const textsOf = (messages: readonly MessageRefRow[]): ReadonlyMap<string, string> =>
  new Map(messages.flatMap(({ incidentId, text }) => (text === null ? [] : [[incidentId, text]])));

/** Who stored something so short a time before the store could no longer be read counts as there, in ms. */
const THERE_FOR_MS = 600_000;

/** Instances that alert from memory take turns within so long, in ms: a post takes some hundred. */
const TURN_MS = 4_000;

/** Whether another instance has stored something of late, as where this one alone is refused. */
export class OtherInstances {
  private observedAt: Date | null = null;
  /** What the store had when it could last be read. */
  private lastReadAt: Date | null = null;

  /** Takes note of what the store has. `own`: what this instance stored or read last. */
  note({ version, known }: StoredSnapshot, own: CachedSnapshot | null): void {
    if (known === null) return;
    this.lastReadAt = known.observedAt;
    if (version !== own?.version) this.observedAt = known.observedAt;
  }

  /**
   * For how long what is decided here is held back, in ms: until another one may have stored and sent it; or for a moment, that
   * differs from instance to instance, for all alert from memory at the same deadlines, and the second finds what the first
   * has posted. 0 where there is no other.
   */
  holdMs(loaded: LoadedState, now: Date, checkIntervalMs: number, random: () => number): number {
    if (this.mayStillStore(loaded, now, checkIntervalMs)) return missedCheckAfterMs(checkIntervalMs);
    return this.observedAt === null ? 0 : random() * TURN_MS;
  }

  /** Whether one may store the same as this instance just decided, and send it: then that is found in Slack soon. */
  private mayStillStore({ isUnread }: LoadedState, now: Date, checkIntervalMs: number): boolean {
    if (this.observedAt === null) return false;
    return isUnread === true
      ? msBetween(this.observedAt, this.lastReadAt ?? now) <= THERE_FOR_MS
      : msBetween(this.observedAt, now) <= missedCheckAfterMs(checkIntervalMs);
  }
}
