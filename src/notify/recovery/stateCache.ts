import type { AlertState, EvaluationResult, Incident } from '../../alerting';
import { migrateVersion01 } from '../../alerting/migrateVersion01';
import { missedCheckAfterMs } from '../../alerting/observation/gap';
import { changedParts, type MaxRecordAge } from '../../alerting/state/changedParts';
import { decodeParts, partsOf, type StateParts, stateFrom } from '../../alerting/state/codec';
import { appendCommitId, descendsFrom, MAX_LINEAGE, type VersionedState } from '../../alerting/state/lineage';
import { isReinitialized, mergeStates, withNewestSignsOf } from '../../alerting/state/merge';
import type { Logger } from '../../lib/logger';
import { msBetween } from '../../lib/time';
import { StateUnavailableError } from '../../redis/errors';
import type { AlertStore, Changeset, Generations } from '../../storage/alertStore';
import type { Version01Store } from '../../storage/redis/version01';
import { decodeNotification } from '../model/codec';
import type { Notification } from '../model/notification';
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
  /** Where messages are, as version 0.1 stored it; absent or null where nothing of it is taken over. */
  readonly migratedMessages?: ReadonlyMap<string, string> | null;
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
      /** How late a target's record may be stored while its situation stays the same; at once unless given. */
      readonly maxRecordAge?: MaxRecordAge;
      /** What version 0.1 left, to be taken over by the first commit. */
      readonly version01?: Version01Store | null;
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

  /** The incident as it was last known here; null when it is not. */
  incident(id: string): Incident | null {
    return this.known()?.incidents.find((incident) => incident.id === id) ?? null;
  }

  /** The state now. Throws StateUnavailableError. */
  async load(): Promise<LoadedState> {
    const { checkIntervalMs = 0 } = this.deps;
    const stored = await this.read();
    const { known, generations } = stored;
    const missing = (one: CachedSnapshot | null): CachedSnapshot | null =>
      one !== null && (stored.isEmpty || (known !== null && !contains({ ...stored, known }, one)))
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
    if (known !== null && !isLost && lost === null) {
      this.noteMended(generations);
      const messages = [...stored.messages].map(([incidentId, text]) => ({ incidentId, text }));
      this.remembered = { ...stored, known, messages };
      this.unsure = unsure;
    }
    if (now === null) return this.migrated(stored);
    const remembered = certain !== null && unsure !== null ? together(certain, unsure) : (certain ?? unsure);
    if (remembered === null)
      return { known: now, stored, remembered: lost === null ? null : latest, lost, isAfterLoss };
    const again = mergeStates(remembered.known, known, { isLost, checkIntervalMs });
    return { known: again, stored, remembered, lost, isAfterLoss };
  }

  /** Where nothing is stored, nor known here: what version 0.1 of the bot left, if it did. */
  private async migrated(stored: StoredSnapshot): Promise<LoadedState> {
    const left = stored.isEmpty ? ((await this.deps.version01?.load()) ?? null) : null;
    const migrated = left && migrateVersion01(left);
    const nothing = { remembered: null, lost: null, isAfterLoss: false };
    return {
      known: migrated?.state ?? null,
      stored,
      migratedMessages: migrated?.messages ?? null,
      ...nothing,
    };
  }

  /** What the store has: what changed since it was read last, where that goes on from there; else all of it. */
  private async read(): Promise<StoredSnapshot> {
    const cached = this.remembered;
    if (cached !== null) {
      const stored = await this.readSince(cached);
      if (stored.isEmpty || stored.known === null || contains({ ...stored, known: stored.known }, cached))
        return stored;
    }
    return this.readSince(null);
  }

  private async readSince(cached: CachedSnapshot | null): Promise<StoredSnapshot> {
    const { alertStore, log } = this.deps;
    // The generations last: what is lost before they are read shows by them.
    const [read, messages, waiting, generations] = await Promise.all([
      alertStore.load(cached?.version),
      alertStore.messageRefs(),
      alertStore.pending(),
      alertStore.generations(),
    ]);
    const rest = { messages, waiting, generations, isEmpty: read === null, version: read?.version ?? 0 };
    if (read === null) return { ...rest, known: null, parts: new Map() };
    const before = read.isComplete ? undefined : cached?.parts;
    const { parts, discarded } = decodeParts(read.records, before);
    for (const [name, err] of discarded)
      log.warn({ part: name, err }, 'discarded undecodable part of stored state');
    const known = stateFrom(parts);
    return {
      ...rest,
      known: known && cached ? withOwnObservations(known, parts, cached) : known,
      // Stored again with the next commit.
      parts: new Map([...parts, ...[...discarded.keys()].map((name) => [name, undefined] as const)]),
    };
  }

  /** Stores what was decided from what was read; false when somebody else was faster. Throws StateUnavailableError. */
  async commit(
    decision: EvaluationResult,
    recalled: LoadedState,
    { isInDoubt = false, isForgotten = false, isOfCheck = false }: CommitOptions = {},
  ): Promise<boolean> {
    const { alertStore, log } = this.deps;
    const { stored, remembered, lost, isAfterLoss } = recalled;
    const mark = this.newMark();
    const known = appendCommitId(decision.state, mark);
    const isBranch = remembered !== null && lost === null;
    const { records, stored: parts } = changedParts(
      stored.parts,
      partsOf(known),
      isBranch ? null : this.maxAge(recalled.known, known),
    );
    const decided = {
      ...toChangeset(decision, stored.version, records),
      generations: { read: stored.generations, next: mark },
    };
    const change = await this.commitEarly(this.restored(decided, recalled, isInDoubt), known);
    if (change === null) return false;
    const next: CachedSnapshot = {
      version: change.to ?? change.from + 1,
      known,
      parts,
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
    if (recalled.migratedMessages) await this.forgetVersion01();
    this.remembered = next;
    this.unsure = null;
    if (isOfCheck) this.isLossUntold = false;
    return true;
  }

  /**
   * Stores many targets' records before the rest of the change, a part at a time: all at once they would hold Redis for
   * long. Each is right by itself; those of which an event is sent are stored with it. The rest of the change; null where
   * somebody else was faster.
   */
  private async commitEarly(change: Changeset, known: AlertState): Promise<Changeset | null> {
    const sent = new Set(change.enqueue.map(({ text }) => decodeNotification(text)).map(eventTarget));
    const early = [...change.records].filter(
      ([name, text]) =>
        text !== null && name.startsWith('target:') && !sent.has(name.slice('target:'.length)),
    );
    if (early.length <= RECORDS_AT_ONCE) return change;
    const records = new Map(change.records);
    for (const [name] of early) records.delete(name);
    let rest: Changeset = { ...change, records };
    let { lineage } = known;
    for (let at = 0; at < early.length; at += RECORDS_AT_ONCE) {
      const mark = this.newMark();
      lineage = [...lineage.slice(0, -1), mark, ...lineage.slice(-1)].slice(-MAX_LINEAGE);
      const { from, to = from + 1 } = rest;
      const part = new Map([
        ...early.slice(at, at + RECORDS_AT_ONCE),
        ['lineage', JSON.stringify(lineage.slice(0, -1))] as const,
      ]);
      const nothing = { enqueue: [], cancel: [], audit: [], messages: [] };
      if (!(await this.deps.alertStore.commit({ ...rest, ...nothing, to, records: part }))) return null;
      const read = madeWith(rest.generations?.read ?? null, rest.generations?.next ?? mark);
      rest = { ...rest, from: to, to: to + 1, generations: { next: mark, ...rest.generations, read } };
    }
    return rest;
  }

  /** How late a record may be stored; null for not at all: after a missed check, and with a digest, which compares with it. */
  private maxAge(before: AlertState | null, { observedAt, digests }: AlertState): MaxRecordAge | null {
    const { maxRecordAge = null, checkIntervalMs = 0 } = this.deps;
    const isMissed =
      before === null || msBetween(before.observedAt, observedAt) > missedCheckAfterMs(checkIntervalMs);
    return isMissed || digests !== before.digests ? null : maxRecordAge;
  }

  private newMark(): string {
    const { random = Math.random } = this.deps;
    return Math.floor(random() * 36 ** 6).toString(36);
  }

  private restored(
    decided: Changeset,
    { known, stored, remembered, lost, migratedMessages }: LoadedState,
    isInDoubt: boolean,
  ): Changeset {
    const { channel = null } = this.deps;
    const taken = [...(migratedMessages ?? [])].map(([incidentId, text]) => ({ incidentId, text }));
    if (taken.length > 0) return { ...decided, messages: [...taken, ...decided.messages] };
    if (lost !== null && known !== null)
      return withLostParts(lost, { remembered, stored, known, channel }, decided);
    if (remembered !== null && known !== null) return restoreInto(remembered, stored, decided, known);
    return isInDoubt ? { ...decided, enqueue: decided.enqueue.map(verifyBeforeSend) } : decided;
  }

  /** What is left of it is taken over again by the next bot that finds no state. */
  private async forgetVersion01(): Promise<void> {
    const { version01, log } = this.deps;
    log.warn(
      'took over mutes, open incidents and their messages of version 0.1; the rest of its state is discarded',
    );
    await version01
      ?.remove()
      .catch((err: unknown) => log.warn({ err }, 'could not delete the state of version 0.1'));
  }

  /** The store itself puts these right: what waits without them is looked up before it is sent. */
  private noteMended(now: Generations | null): void {
    const before = this.remembered?.generations;
    const keys = (['retries', 'leases'] as const).filter(
      (part) => before && now && before[part] !== null && before[part] !== now[part],
    );
    if (keys.length > 0) this.deps.log.warn({ keys }, LOST_SENDING);
  }
}

/** So many records are stored at once: more would hold Redis for too long. */
const RECORDS_AT_ONCE = 500;

const LOST_PARTS =
  'keys of this bot were lost or damaged; what was in them was stored anew from memory, and what waits is looked up';
const LOST_SENDING =
  'keys of this bot were lost or damaged; what waits is looked up in Slack before it is sent';

/** What was not there was made by the commit; what the store makes itself is not known before it is read. */
const madeWith = (before: Generations | null, next: string): Generations => ({
  outbox: before?.outbox ?? next,
  retries: before?.retries ?? null,
  leases: before?.leases ?? null,
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

/**
 * With what this instance has observed since of targets that are stored late. Where another one has stored a record
 * meanwhile, that goes on from there, with the newest signs of life.
 */
function withOwnObservations(known: AlertState, parts: StateParts, cached: CachedSnapshot): AlertState {
  const own = new Map(cached.known.targets.map((each) => [each.target, each]));
  const isOwn = (name: string) => parts.get(name) === cached.parts.get(name);
  const latest = known.targets.map((each) =>
    isOwn(`target:${each.target}`) ? (own.get(each.target) ?? each) : each,
  );
  return { ...known, targets: withNewestSignsOf(latest, cached.known.targets) };
}

const eventTarget = (notification: Notification | null): string | null =>
  notification?.kind === 'event' ? notification.event.target : null;
