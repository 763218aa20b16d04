import { type AlertState, decodeState, type EvaluationResult } from '../../alerting';
import { appendCommitId, descendsFrom, type VersionedState } from '../../alerting/state/lineage';
import { isReinitialized, mergeStates } from '../../alerting/state/merge';
import type { Logger } from '../../lib/logger';
import { retryOnConflict } from '../../lib/retryOnConflict';
import { StateUnavailableError } from '../../redis/errors';
import type { AlertStore, Changeset, Generations } from '../../storage/alertStore';
import { toChangeset } from './changeset';
import { type LostParts, lostParts, withLostParts } from './lostParts';
import {
  type CachedSnapshot,
  pendingAfter,
  restoreInto,
  type StoredSnapshot,
  together,
  verifyBeforeSend,
} from './restore';

/** What is known at the beginning of a decision, and what its commit needs to know of it. */
export interface LoadedState {
  /** What the store knows; where it has lost that, or it cannot be read, what this copy remembers. */
  readonly known: AlertState | null;
  /** The store itself. */
  readonly stored: StoredSnapshot;
  /** What is to be stored anew; null for nothing. */
  readonly remembered: CachedSnapshot | null;
  /** What else is to be stored anew, where what is known is there; null for nothing. */
  readonly lost: LostParts | null;
  /** Redis has lost what was certainly stored, and no check has known that yet: its other data may be older, too. */
  readonly isAfterLoss: boolean;
}

interface CommitOptions {
  /** What the decision sends may have been sent already, as far as this copy knows. */
  readonly isInDoubt?: boolean;
  /** Decided again later from what somebody does then, so that it need not be remembered while it may not be stored. */
  readonly isForgotten?: boolean;
  /** It follows from a check, and so knows of a loss. */
  readonly isOfCheck?: boolean;
}

/**
 * The store as one copy of the bot knows it: all that decide read and commit through this. It notices that Redis has
 * lost data, and stores with the next decision what this copy remembers.
 */
export class StateCache {
  private remembered: CachedSnapshot | null = null;
  /** What may have been stored: the commit's answer was lost. */
  private unsure: CachedSnapshot | null = null;
  /** A loss was met, and the data restored, by what sees nothing of the traders: the next check is to know. */
  private isLossUntold = false;

  constructor(
    private readonly deps: {
      readonly alertStore: AlertStore;
      readonly log: Logger;
      /** How often this copy checks, in ms; 0 unless given. */
      readonly checkIntervalMs?: number;
      /** Where an incident is told whose message is not known any more; unless given, it is not looked up. */
      readonly channel?: string;
      /** From 0 to 1; Math.random unless given. */
      readonly random?: () => number;
    },
  ) {}

  /** What was known and stored when it was last read or written here; null before that. */
  known(): AlertState | null {
    return this.remembered?.known ?? null;
  }

  /**
   * What is known now, read anew only where another instance has stored something since; what was known last, where the
   * store cannot be read.
   */
  async current(): Promise<AlertState | null> {
    try {
      const known = this.unsure === null ? this.remembered : null;
      if (known !== null && (await this.deps.alertStore.version()) === known.version) return known.known;
      return (await this.load()).known;
    } catch (error) {
      if (!(error instanceof StateUnavailableError)) throw error;
      return this.known();
    }
  }

  /** What is known now. Throws StateUnavailableError. */
  async load(): Promise<LoadedState> {
    const { alertStore, log, checkIntervalMs = 0 } = this.deps;
    // The generations last: what is lost before they are read shows by them.
    const [text, messages, waiting, generations] = await Promise.all([
      alertStore.load(),
      alertStore.messageRefs(),
      alertStore.pending(),
      alertStore.generations(),
    ]);
    const { known, forgotten } = text === null ? NOTHING_READ : decodeState(text.known);
    for (const what of forgotten) log.warn({ what }, 'discarded undecodable part of stored state');
    const stored: StoredSnapshot = { version: text?.version ?? 0, known, messages, waiting, generations };
    const missing = (one: CachedSnapshot | null): CachedSnapshot | null =>
      one !== null && (text === null || (known !== null && !contains({ ...stored, known }, one)))
        ? one
        : null;
    const unsure = missing(this.unsure);
    // Where what was in doubt is stored, so is what came before it.
    const certain = this.unsure !== null && unsure === null ? null : missing(this.remembered);
    const isLost = certain !== null;
    const latest = unsure === null ? (this.unsure ?? this.remembered) : this.remembered;
    const now = known ?? latest?.known ?? null;
    const lost = isLost || unsure !== null || now === null ? null : lostParts(latest, stored, now);
    const isAfterLoss = isLost || lost?.isKeyGone === true || this.isLossUntold;
    const isDamaged = forgotten.length > 0 && latest !== null;
    if (known !== null && !isLost && lost === null && !isDamaged) {
      this.noteMended(generations);
      const stands = [...messages].map(([incidentId, message]) => ({ incidentId, text: message }));
      this.remembered = { version: stored.version, known, messages: stands, waiting, generations };
      this.unsure = unsure;
    }
    const remembered = certain !== null && unsure !== null ? together(certain, unsure) : (certain ?? unsure);
    if (remembered !== null) {
      const again = mergeStates(remembered.known, known, { isLost, checkIntervalMs });
      return { known: again, stored, remembered, lost, isAfterLoss };
    }
    const again =
      isDamaged && known !== null
        ? mergeStates(latest.known, known, { isLost: false, checkIntervalMs })
        : now;
    return { known: again, stored, remembered: lost === null ? null : latest, lost, isAfterLoss };
  }

  /** Stores anew what the store has lost; false where it has lost nothing. Throws StateUnavailableError. */
  async restoreLost(): Promise<boolean> {
    const outcome = await retryOnConflict(async () => {
      const loaded = await this.load();
      if (loaded.remembered === null || loaded.known === null) return 'nothing lost';
      const nothing = { notifications: [], cancelled: [], audit: [], logLines: [], expiredIncidents: [] };
      return (await this.commit({ state: loaded.known, ...nothing }, loaded)) ? 'restored' : 'conflict';
    });
    return outcome === 'restored';
  }

  /** Stores what was decided from what was read; false when somebody else was faster. Throws StateUnavailableError. */
  async commit(
    decision: EvaluationResult,
    recalled: LoadedState,
    { isInDoubt = false, isForgotten = false, isOfCheck = false }: CommitOptions = {},
  ): Promise<boolean> {
    const { alertStore, log, random = Math.random } = this.deps;
    const { stored, remembered, lost, isAfterLoss } = recalled;
    const mark = Math.floor(random() * 36 ** 6).toString(36);
    const after = appendCommitId(decision.state, mark);
    const generations = { read: stored.generations, next: mark };
    const decided = { ...toChangeset({ ...decision, state: after }, stored.version), generations };
    const change = this.restored(decided, recalled, isInDoubt);
    const isBranch = remembered !== null && lost === null;
    const next: CachedSnapshot = {
      version: change.to ?? change.from + 1,
      known: after,
      messages: mergeMessageRefs(this.remembered, change),
      waiting: pendingAfter(change, isBranch ? [] : stored.waiting),
      generations: madeWith(stored.generations, mark),
    };
    if (isAfterLoss && !isOfCheck) this.isLossUntold = true;
    try {
      if (!(await alertStore.commit(change))) return false;
    } catch (error) {
      const isRefused = error instanceof StateUnavailableError && error.isReply;
      if (!isForgotten && !isRefused) this.unsure = next;
      throw error;
    }
    if (lost !== null) log.warn({ keys: lost.keys }, LOST_PARTS);
    else if (remembered !== null)
      log.warn(
        remembered === this.unsure
          ? 'state restored from memory (commit outcome unknown)'
          : 'state restored from memory (Redis data loss)',
      );
    this.remembered = next;
    this.unsure = null;
    if (isOfCheck) this.isLossUntold = false;
    return true;
  }

  private restored(
    decided: Changeset,
    { known, stored, remembered, lost }: LoadedState,
    isInDoubt: boolean,
  ): Changeset {
    const { channel = null } = this.deps;
    if (lost !== null && known !== null)
      return withLostParts(lost, { remembered, stored, known, channel }, decided);
    if (remembered !== null && known !== null) return restoreInto(remembered, stored, decided, known);
    return isInDoubt ? { ...decided, enqueue: decided.enqueue.map(verifyBeforeSend) } : decided;
  }

  /** The store itself puts these right: what waits without them is looked up before it is sent. */
  private noteMended(now: Generations | null): void {
    const before = this.remembered?.generations;
    const keys = (['attempts', 'claims'] as const).filter(
      (part) => before && now && before[part] !== null && before[part] !== now[part],
    );
    if (keys.length > 0) this.deps.log.warn({ keys }, LOST_SENDING);
  }
}

const LOST_PARTS =
  'keys of this bot were lost or damaged; what was in them was stored anew from memory, and what waits is looked up';
const LOST_SENDING =
  'keys of this bot were lost or damaged; what waits is looked up in Slack before it is sent';

/** What was not there was made by the commit; what the store makes itself is not known before it is read. */
const madeWith = (before: Generations | null, next: string): Generations => ({
  deliveries: before?.deliveries ?? next,
  attempts: before?.attempts ?? null,
  claims: before?.claims ?? null,
  messages: before?.messages ?? next,
});

/**
 * Whether the store has what is remembered of it. It has lost that where it is older, as after a restart from a snapshot or
 * a failover to a replica that lagged behind; or where another copy has gone on from older data, or begun anew with none.
 */
const contains = (stored: VersionedState, remembered: CachedSnapshot): boolean =>
  !isReinitialized(stored.known, remembered.known) && descendsFrom(stored, remembered);

function mergeMessageRefs(before: CachedSnapshot | null, change: Changeset): CachedSnapshot['messages'] {
  if (change.messages.length === 0) return before?.messages ?? [];
  const texts = new Map(before?.messages.map(({ incidentId, text }) => [incidentId, text]));
  for (const { incidentId, text } of change.messages) texts.set(incidentId, text);
  return [...texts].map(([incidentId, text]) => ({ incidentId, text }));
}

const NOTHING_READ = { known: null, forgotten: [] } as const;
