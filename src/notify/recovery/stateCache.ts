import type { AlertState, EvaluationResult, Incident } from '../../alerting';
import { encodeAuditEntry } from '../../alerting/auditLog';
import { missedCheckAfterMs } from '../../alerting/observation/gap';
import { changedParts, type MaxRecordAge } from '../../alerting/state/changedParts';
import { partsOf } from '../../alerting/state/codec';
import { appendCommitId } from '../../alerting/state/lineage';
import { withNewestSignsOf } from '../../alerting/state/merge';
import { migrateVersion01 } from '../../alerting/state/migrateVersion01';
import type { Logger } from '../../lib/logger';
import { retryOnConflict } from '../../lib/retryOnConflict';
import { msBetween } from '../../lib/time';
import { StateUnavailableError } from '../../redis/errors';
import type { AlertStore, Changeset, Generations } from '../../storage/alertStore';
import type { Version01Store } from '../../storage/redis/version01';
import { encodeNotification } from '../model/codec';
import { commitEarly } from './commitEarly';
import { detectLoss, type Loss } from './detectLoss';
import { logRestored, MIGRATED } from './logRestored';
import { readStored } from './readStored';
import { restore, restoreState, verifyBeforeSend } from './restore';
import {
  type CachedSnapshot,
  generationsAfter,
  messagesAfter,
  pendingAfter,
  type StoredSnapshot,
} from './snapshots';

/** The state at the beginning of a decision, and what its commit needs to know of it. */
export interface LoadedState {
  /** What the store has, with what it lost, as far as this instance knows it. */
  readonly known: AlertState | null;
  readonly stored: StoredSnapshot;
  /** What the store lost, and is stored again by the commit; null for nothing. */
  readonly loss: Loss | null;
  /** What of that this instance restores; null for nothing. */
  readonly restored: CachedSnapshot | null;
  /** Message refs of version 0.1; null where nothing of it is taken over. */
  readonly migratedMessages: ReadonlyMap<string, string> | null;
  /** Redis lost what was committed, and no check has known that yet: its other data may be older, too. */
  readonly isAfterLoss: boolean;
}

const REPAIRED = 'keys lost or damaged; what waits is looked up before it is sent';

interface CommitOptions {
  /** What the decision sends may have been sent already, as far as this instance knows. */
  readonly isInDoubt?: boolean;
  /** Decided again later from what somebody does then, so that it need not be kept while it may not be stored. */
  readonly isForgotten?: boolean;
  /** It follows from a check, and so knows of a loss. */
  readonly isOfCheck?: boolean;
}

export interface StateCacheOptions {
  readonly alertStore: AlertStore;
  readonly log: Logger;
  /** How often this instance checks, in ms; 0 unless given. */
  readonly checkIntervalMs?: number;
  /** Where an incident is posted whose message is not known any more; unless given, it is not looked up. */
  readonly channelOf?: (incident: Incident) => string;
  /** How late a target's record may be stored while its situation stays the same; at once unless given. */
  readonly maxRecordAge?: MaxRecordAge;
  /** What version 0.1 left, to be taken over by the first commit. */
  readonly version01?: Version01Store | null;
  /** From 0 to 1; Math.random unless given. */
  readonly random?: () => number;
}

/**
 * The state as one instance has it: all decisions load and commit it here. It notices that Redis lost data, and stores
 * with the next decision what this instance knows.
 */
export class StateCache {
  private committed: CachedSnapshot | null = null;
  private inDoubt: CachedSnapshot | null = null;
  /** A loss was met, and the data restored, by a decision that observed no trader: the next check is to know. */
  private lossPending = false;

  constructor(private readonly deps: StateCacheOptions) {}

  /** The state as it was last read or committed here; null before that. */
  known(): AlertState | null {
    return this.committed?.known ?? null;
  }

  /** The state now, read only where another instance has committed since; the last one, where the store cannot be read. */
  async current(): Promise<AlertState | null> {
    try {
      const cached = this.inDoubt === null ? this.committed : null;
      if (cached !== null && (await this.deps.alertStore.version()) === cached.version) return cached.known;
      return (await this.load()).known;
    } catch (error) {
      if (!(error instanceof StateUnavailableError)) throw error;
      return this.known();
    }
  }

  /** The state now. Throws StateUnavailableError. */
  async load(): Promise<LoadedState> {
    const { alertStore, log, checkIntervalMs = 0 } = this.deps;
    const stored = await readStored(alertStore, this.committed, log);
    const { committed, inDoubt } = this;
    const loss = detectLoss(stored, { committed, inDoubt });
    const { known } = stored;
    if (known !== null && loss?.state !== 'committed' && (loss === null || loss.parts === null)) {
      this.logRepaired(stored.generations);
      const messages = [...stored.messages].map(([incidentId, text]) => ({ incidentId, text }));
      this.committed = { ...stored, known, messages };
      if (loss === null) this.inDoubt = null;
    }
    if (loss === null && known === null && committed === null && inDoubt === null)
      return this.migrate(stored);
    return {
      known:
        loss === null
          ? (known ?? inDoubt?.known ?? committed?.known ?? null)
          : restoreState(stored, loss, checkIntervalMs),
      stored,
      loss,
      restored: loss?.cached ?? null,
      migratedMessages: null,
      isAfterLoss: loss?.state === 'committed' || loss?.parts?.isKeyGone === true || this.lossPending,
    };
  }

  /** Where nothing is stored, nor known here: what version 0.1 of the bot left, if it did. */
  private async migrate(stored: StoredSnapshot): Promise<LoadedState> {
    const left = stored.isEmpty ? ((await this.deps.version01?.load()) ?? null) : null;
    const { state = null, messages = null } = (left && migrateVersion01(left)) ?? {};
    const nothing = { loss: null, restored: null, isAfterLoss: false };
    return { known: state, stored, migratedMessages: messages, ...nothing };
  }

  /**
   * Signs of life that this instance observed in a check that another one's superseded. A record may be stored late, and
   * the next check may be this instance's: without them it would date a death too early.
   */
  keepSigns(observed: AlertState['targets']): void {
    if (this.committed === null) return;
    const { known } = this.committed;
    const targets = withNewestSignsOf(known.targets, observed);
    this.committed = { ...this.committed, known: { ...known, targets } };
  }

  /** Stores anew what the store has lost; false where it has lost nothing. Throws StateUnavailableError. */
  async restoreLost(): Promise<boolean> {
    const outcome = await retryOnConflict(async () => {
      const loaded = await this.load();
      if (loaded.restored === null || loaded.known === null) return 'nothing lost';
      const nothing = { notifications: [], cancelled: [], audit: [], logLines: [], expiredIncidents: [] };
      return (await this.commit({ state: loaded.known, ...nothing }, loaded)) ? 'restored' : 'conflict';
    });
    return outcome === 'restored';
  }

  /** Stores what was decided from what was loaded; false when another instance was first. Throws StateUnavailableError. */
  async commit(
    decision: EvaluationResult,
    loaded: LoadedState,
    { isInDoubt = false, isForgotten = false, isOfCheck = false }: CommitOptions = {},
  ): Promise<boolean> {
    const { alertStore } = this.deps;
    const { stored, loss, isAfterLoss } = loaded;
    const mark = this.newMark();
    const known = appendCommitId(decision.state, mark);
    const isStateLost = loss !== null && loss.state !== null;
    const { records, stored: parts } = changedParts(
      stored.parts,
      partsOf(known),
      isStateLost ? null : this.maxRecordAge(loaded.known, known),
    );
    const decided: Changeset = {
      from: stored.version,
      generations: { read: stored.generations, next: mark },
      records,
      enqueue: decision.notifications.map((each) => ({ id: each.id, text: encodeNotification(each) })),
      cancel: decision.cancelled,
      audit: decision.audit.map(encodeAuditEntry),
      messages: decision.expiredIncidents.map((incidentId) => ({ incidentId, text: null })),
    };
    const whole = this.withRestored(decided, loaded, isInDoubt);
    const change = await commitEarly(alertStore, whole, known.lineage, () => this.newMark());
    if (change === null) return false;
    const next: CachedSnapshot = {
      version: change.to ?? change.from + 1,
      known,
      parts,
      messages: messagesAfter(change, this.committed),
      waiting: pendingAfter(change, isStateLost ? [] : stored.waiting),
      generations: generationsAfter(stored.generations, mark),
    };
    if (isAfterLoss && !isOfCheck) this.lossPending = true;
    try {
      if (!(await alertStore.commit(change))) return false;
    } catch (error) {
      const isRefused = error instanceof StateUnavailableError && error.isReply;
      if (!isForgotten && !isRefused) this.inDoubt = next;
      throw error;
    }
    await this.logCommitted(loaded);
    this.committed = next;
    this.inDoubt = null;
    if (isOfCheck) this.lossPending = false;
    return true;
  }

  private withRestored(change: Changeset, loaded: LoadedState, isInDoubt: boolean): Changeset {
    const { channelOf = null } = this.deps;
    const { known, stored, loss, migratedMessages } = loaded;
    if (migratedMessages !== null) {
      const messages = [...migratedMessages].map(([incidentId, text]) => ({ incidentId, text }));
      return { ...change, messages: [...messages, ...change.messages] };
    }
    if (loss !== null && known !== null) return restore(stored, loss, { change, known, channelOf });
    return isInDoubt ? { ...change, enqueue: change.enqueue.map(verifyBeforeSend) } : change;
  }

  /** How late a record may be stored; null for not at all: after a missed check, and with a digest, which compares with it. */
  private maxRecordAge(before: AlertState | null, { observedAt, digests }: AlertState): MaxRecordAge | null {
    const { maxRecordAge = null, checkIntervalMs = 0 } = this.deps;
    const isMissed =
      before === null || msBetween(before.observedAt, observedAt) > missedCheckAfterMs(checkIntervalMs);
    return isMissed || digests !== before.digests ? null : maxRecordAge;
  }

  private newMark(): string {
    const { random = Math.random } = this.deps;
    return Math.floor(random() * 36 ** 6).toString(36);
  }

  private async logCommitted({ loss, migratedMessages }: LoadedState): Promise<void> {
    const { log, version01 } = this.deps;
    if (migratedMessages !== null) {
      log.warn(MIGRATED);
      const failed = (err: unknown) => log.warn({ err }, 'could not delete the state of version 0.1');
      await version01?.remove().catch(failed);
    }
    if (loss !== null) logRestored(log, loss);
  }

  /** The store itself repairs these: what waits without them is looked up before it is sent. */
  private logRepaired(now: Generations | null): void {
    const before = this.committed?.generations;
    const keys = (['retries', 'leases'] as const).filter(
      (part) => before && now && before[part] !== null && before[part] !== now[part],
    );
    if (keys.length > 0) this.deps.log.warn({ keys }, REPAIRED);
  }
}
