import type { AlertState, EvaluationResult, Incident } from '../../alerting';
import { encodeAuditEntry } from '../../alerting/auditLog';
import { missedCheckAfterMs } from '../../alerting/observation/gap';
import { changedParts, type MaxRecordAge } from '../../alerting/state/changedParts';
import { partsOf, type StateParts } from '../../alerting/state/codec';
import { msBetween } from '../../lib/time';
import type { Changeset } from '../../storage/alertStore';
import { encodeNotification } from '../model/codec';
import type { LoadedState } from './loadedState';
import { restore } from './restore';
import { verifyBeforeSend } from './sendAgain';
import { type CachedSnapshot, generationsAfter, messagesAfter, type Put, pendingAfter } from './snapshots';

export interface DecisionContext {
  /** The state as it is to be stored, with a mark of its own. */
  readonly known: AlertState;
  readonly mark: string;
  readonly channelOf: ((incident: Incident) => string) | null;
  readonly maxRecordAge: MaxRecordAge | null;
  readonly isInDoubt: boolean;
}

/** A decision, with what the store has lost in it, as it is to be stored. */
export interface DecidedChange {
  readonly change: Changeset;
  readonly parts: StateParts;
}

/** What is stored of a decision that was made from what was loaded. */
export function decidedChange(
  decision: EvaluationResult,
  loaded: LoadedState,
  { known, mark, channelOf, maxRecordAge, isInDoubt }: DecisionContext,
): DecidedChange {
  const { stored, loss } = loaded;
  const isStateLost = loss !== null && loss.state !== null;
  const { records, stored: parts } = changedParts(
    stored.parts,
    partsOf(known),
    isStateLost ? null : maxRecordAge,
  );
  const change: Changeset = {
    from: stored.version,
    generations: { read: stored.generations, next: mark },
    records,
    enqueue: decision.notifications.map((each) => ({ id: each.id, text: encodeNotification(each) })),
    cancel: decision.cancelled,
    audit: decision.audit.map(encodeAuditEntry),
    messages: decision.expiredIncidents.map((incidentId) => ({ incidentId, text: null })),
  };
  return { change: withRestored(change, loaded, channelOf, isInDoubt), parts };
}

function withRestored(
  change: Changeset,
  { known, stored, loss, migratedMessages }: LoadedState,
  channelOf: DecisionContext['channelOf'],
  isInDoubt: boolean,
): Changeset {
  if (migratedMessages !== null) {
    const messages = [...migratedMessages].map(([incidentId, text]) => ({ incidentId, text }));
    return { ...change, messages: [...messages, ...change.messages] };
  }
  if (loss !== null && known !== null) return restore(stored, loss, { change, known, channelOf });
  return isInDoubt ? { ...change, enqueue: change.enqueue.map(verifyBeforeSend) } : change;
}

/** What the store has once the change is made. */
export function snapshotAfter(
  change: Changeset,
  parts: StateParts,
  { known, mark }: Pick<DecisionContext, 'known' | 'mark'>,
  { stored, loss }: LoadedState,
  before: CachedSnapshot | null,
): CachedSnapshot {
  const isStateLost = loss !== null && loss.state !== null;
  return {
    version: change.to ?? change.from + 1,
    known,
    parts,
    messages: messagesAfter(change, before),
    waiting: pendingAfter(change, isStateLost ? [] : stored.waiting),
    generations: generationsAfter(stored.generations, mark),
  };
}

/** What waits, with what was just decided as it was: it is known to be new. */
export function asDecided(waiting: readonly Put[], { notifications }: EvaluationResult): readonly Put[] {
  const decided = new Map(notifications.map((each) => [each.id, each]));
  return waiting.map((put) => {
    const notification = decided.get(put.id);
    return notification === undefined ? put : { id: put.id, text: encodeNotification(notification) };
  });
}

/** How late a record may be stored; null for not at all: after a missed check, and with a digest, which compares with it. */
export function recordAgeLimit(
  before: AlertState | null,
  { observedAt, digests }: AlertState,
  { maxRecordAge, checkIntervalMs }: RecordAgeSettings,
): MaxRecordAge | null {
  const isMissed =
    before === null || msBetween(before.observedAt, observedAt) > missedCheckAfterMs(checkIntervalMs);
  return isMissed || digests !== before.digests ? null : maxRecordAge;
}

interface RecordAgeSettings {
  readonly maxRecordAge: MaxRecordAge | null;
  readonly checkIntervalMs: number;
}
