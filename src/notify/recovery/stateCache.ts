import type { AlertState, EvaluationResult } from '../../alerting';
import { NOTHING_DECIDED } from '../../alerting/evaluation/nothingDecided';
import { appendCommitId } from '../../alerting/state/lineage';
import { withNewestSignsOf } from '../../alerting/state/merge';
import { migrateVersion01 } from '../../alerting/state/migrateVersion01';
import { retryOnConflict } from '../../lib/retryOnConflict';
import { StateUnavailableError } from '../../redis/errors';
import { commitEarly } from './commit/commitEarly';
import { asDecided, type DecisionContext, decidedChange, recordAgeLimit, snapshotAfter } from './decided';
import { detectLoss } from './detectLoss';
import type { CommitOptions, LoadedState, StateCacheOptions } from './loadedState';
import { loadedLocally, locallyDecided, OtherInstances, withProgress } from './local';
import { LOCAL, logRepaired, logRestored, MIGRATED, STORED } from './logRestored';
import { readStored } from './readStored';
import { restoreState } from './restore';
import type { CachedSnapshot, StoredSnapshot } from './snapshots';

/**
 * The state as one instance has it: all decisions load and commit it here. It notices that Redis lost data, and stores
 * with the next decision what this instance knows. What the store does not take is kept as what it may have lost.
 */
export class StateCache {
  private committed: CachedSnapshot | null = null;
  private inDoubt: CachedSnapshot | null = null;
  /** A loss was met, and the data restored, by a decision that observed no trader: the next check is to know. */
  private lossPending = false;
  private readonly others = new OtherInstances();
  private storedAt: Date | null = null;

  constructor(private readonly deps: StateCacheOptions) {}

  /** The state as it was last read or committed here, with what the store did not take; null before that. */
  known(): AlertState | null {
    return (this.isLocal ? this.inDoubt : this.committed)?.known ?? null;
  }

  /** The last observation that is stored, as far as is known, by whichever instance; null before the first. */
  lastStoredObservation(): Date | null {
    return this.storedAt;
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
    const { alertStore, log } = this.deps;
    const stored = await readStored(alertStore, this.committed, log);
    this.others.note(stored, this.committed);
    const { committed } = this;
    const inDoubt = this.doubtful();
    const loss = detectLoss(stored, { committed, inDoubt });
    const { known } = stored;
    if (known !== null && loss?.state !== 'committed' && (loss === null || loss.parts === null)) {
      logRepaired(log, this.committed?.generations ?? null, stored.generations);
      const messages = [...stored.messages].map(([incidentId, text]) => ({ incidentId, text }));
      this.hasStored({ ...stored, known, messages });
      if (loss === null) this.settle();
    }
    if (loss === null && known === null && committed === null && inDoubt === null)
      return this.migrate(stored);
    return {
      known:
        loss === null
          ? (known ?? inDoubt?.known ?? committed?.known ?? null)
          : restoreState(stored, loss, this.checkIntervalMs),
      stored,
      loss,
      restored: loss?.cached ?? null,
      migratedMessages: null,
      isAfterLoss: loss?.state === 'committed' || loss?.parts?.isKeyGone === true || this.lossPending,
      isLocal: loss?.state === 'in doubt' && inDoubt?.local !== undefined,
    };
  }

  /** The state as this instance knows it, without the store; null where it knows none. */
  loadLocally(): LoadedState | null {
    const known = (this.inDoubt ?? this.committed)?.known ?? null;
    return known && loadedLocally(known, this.committed, this.doubtful());
  }

  /** Where nothing is stored, nor known here: what version 0.1 of the bot left, if it did. */
  private async migrate(stored: StoredSnapshot): Promise<LoadedState> {
    const left = stored.isEmpty ? ((await this.deps.version01?.load()) ?? null) : null;
    const { state = null, messages = null } = (left && migrateVersion01(left)) ?? {};
    const nothing = { loss: null, restored: null, isAfterLoss: false, isLocal: false };
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
      return (await this.commit({ state: loaded.known, ...NOTHING_DECIDED }, loaded))
        ? 'restored'
        : 'conflict';
    });
    return outcome === 'restored';
  }

  /** Stores what was decided from what was loaded; false when another instance was first. Throws StateUnavailableError. */
  async commit(
    decision: EvaluationResult,
    loaded: LoadedState,
    { isInDoubt = false, isForgotten = false, isOfCheck = false }: CommitOptions = {},
  ): Promise<boolean> {
    const { alertStore, local } = this.deps;
    const mark = this.newMark();
    const known = appendCommitId(decision.state, mark);
    const { change: whole, parts } = decidedChange(
      decision,
      loaded,
      this.contextOf(loaded, known, mark, isInDoubt),
    );
    const change = await commitEarly(alertStore, whole, known.lineage, () => this.newMark());
    if (change === null) return false;
    const next = snapshotAfter(change, parts, { known, mark }, loaded, this.committed);
    if (loaded.isAfterLoss && !isOfCheck) this.lossPending = true;
    try {
      if (!(await alertStore.commit(change))) return false;
    } catch (error) {
      const isRefused = error instanceof StateUnavailableError && error.isReply;
      if (!isForgotten && !isRefused) {
        const kept = this.inDoubt?.local;
        this.inDoubt = { ...next, ...(kept && { local: kept }) };
        if (kept !== undefined) local?.hold(next.waiting, next.messages, 0);
      }
      throw error;
    }
    await this.logCommitted(loaded);
    this.hasStored(next);
    this.settle();
    if (isOfCheck) this.lossPending = false;
    return true;
  }

  /**
   * Keeps what was decided from what was loaded, and sends what follows from here: the store does not take it. To later
   * decisions it is what the store has lost.
   */
  keep(
    decision: EvaluationResult,
    loaded: LoadedState,
    { now, isInDoubt = false }: { readonly now: Date; readonly isInDoubt?: boolean },
  ): void {
    const { local, log, random = Math.random } = this.deps;
    const before = this.doubtful();
    const mark = this.newMark();
    const known = decision.state;
    const { change, parts } = decidedChange(decision, loaded, this.contextOf(loaded, known, mark, isInDoubt));
    const after = snapshotAfter(change, parts, { known, mark }, loaded, this.committed);
    if (!this.isLocal) log.warn(LOCAL);
    this.inDoubt = locallyDecided(after, { change, mark, stored: loaded.stored, before });
    // This loss was noticed: all that is known is in doubt from now on.
    if (loaded.loss?.state === 'committed') this.committed = null;
    const holdMs = this.others.holdMs(loaded, now, this.checkIntervalMs, random);
    local?.hold(isInDoubt ? after.waiting : asDecided(after.waiting, decision), after.messages, holdMs);
    this.deps.onChange?.();
  }

  /** Decides from what this instance knows, without the store, and keeps that; false where nothing follows. */
  decideLocally(decide: (known: AlertState) => EvaluationResult | null, now: Date): boolean {
    const loaded = this.loadLocally();
    const decision = loaded?.known ? decide(loaded.known) : null;
    if (loaded !== null && decision !== null) this.keep(decision, loaded, { now });
    return decision !== null;
  }

  private contextOf(
    loaded: LoadedState,
    known: AlertState,
    mark: string,
    isInDoubt: boolean,
  ): DecisionContext {
    const { channelOf = null, maxRecordAge = null } = this.deps;
    const recordAge = recordAgeLimit(loaded.known, known, {
      maxRecordAge,
      checkIntervalMs: this.checkIntervalMs,
    });
    return { known, mark, channelOf, isInDoubt, maxRecordAge: recordAge };
  }

  private get checkIntervalMs(): number {
    return this.deps.checkIntervalMs?.() ?? 0;
  }

  private get isLocal(): boolean {
    return this.inDoubt?.local !== undefined;
  }

  /** What is in doubt, as it is by now. */
  private doubtful(): CachedSnapshot | null {
    const { local } = this.deps;
    const { inDoubt } = this;
    return inDoubt?.local === undefined || local === undefined ? inDoubt : withProgress(inDoubt, local);
  }

  private hasStored(snapshot: CachedSnapshot): void {
    this.committed = snapshot;
    this.storedAt = snapshot.known.observedAt;
    this.deps.onChange?.();
  }

  /** Nothing is in doubt any more: the store has all of it. */
  private settle(): void {
    if (this.isLocal) {
      this.deps.local?.handOver();
      this.deps.log.info(STORED);
    }
    this.inDoubt = null;
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
}
