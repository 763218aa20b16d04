import type { Clock } from '../../../lib/clock';
import { SingleFlight } from '../../../lib/singleFlight';
import {
  type KeyTracking,
  TrackingLostError,
  type TrackingSubscription,
} from '../../../redis/tracking/keyInvalidations';
import type { StateStore } from '../../../state/store';
import { TUNING_PREFIXES, type TuningKey, tuningKeyReader } from '../../../state/tuning/keys';
import { readKeys, scanTuningReads, type TuningKeyRead } from '../../../state/tuning/scan';
import type { SessionRef } from '../../../storage/botStore';
import type { SessionSearch } from '../sessionFinder';
import { refOf, type SessionProgress, sessionKey } from '../sessionProgress';
import type { TuningMonitorSettings } from '../tuningStatusMonitor';
import { ExpiringKeys } from './expiringKeys';
import { SessionIndex } from './sessionIndex';

export interface FollowedDeps {
  readonly store: StateStore;
  readonly tracking: KeyTracking;
  readonly clock: Clock;
  readonly settings: TuningMonitorSettings;
  /** So many records are held by key; of older sessions, only what they come to. */
  readonly recordsHeld: number;
}

/** So many keys are read in one trip; when as many have changed, they are read without being asked for. */
const KEYS_AT_ONCE = 500;

/**
 * All tuning sessions, read once by a SCAN and from then on key by key as Redis tells of changes. Every answer holds
 * all that was written before it was asked for; see docs/adr/0008.
 */
export class TrackedSessions {
  private readonly index: SessionIndex;
  private readonly changed = new Set<string>();
  /** Those that were let go and of which a key has changed. */
  private readonly stale = new Map<string, SessionRef>();
  private readonly expiring: ExpiringKeys;
  private readonly refreshes = new SingleFlight<void>();
  private readonly keyOf: (key: string) => TuningKey | null;
  private subscription: TrackingSubscription | null = null;
  private haveAllGone = false;
  private isWhole = false;

  private constructor(private readonly deps: FollowedDeps) {
    const { keyPrefix } = deps.settings;
    this.index = new SessionIndex(deps.recordsHeld);
    this.expiring = new ExpiringKeys(deps.clock);
    this.keyOf = tuningKeyReader({ keyPrefix, session: { startsWith: '' } });
  }

  /** Reads them all. Throws StateUnavailableError, and where changes cannot be followed what KeyTracking.track throws. */
  static async open(deps: FollowedDeps): Promise<TrackedSessions> {
    const sessions = new TrackedSessions(deps);
    const subscription = await deps.tracking.track(TUNING_PREFIXES, (key) => sessions.hear(key));
    sessions.subscription = subscription;
    try {
      await sessions.readAll();
      await sessions.refresh();
    } catch (error) {
      subscription.stop();
      throw error;
    }
    return sessions;
  }

  /** As findSessions. Throws StateUnavailableError; TrackingLostError when it is of no use any more. */
  async find(search: SessionSearch): Promise<SessionProgress[]> {
    await this.refresh();
    return this.index.found(search);
  }

  get isBroken(): boolean {
    return this.haveAllGone || (this.subscription?.isBroken ?? true);
  }

  close(): void {
    this.subscription?.stop();
  }

  private hear(key: string | null): void {
    if (key === null) this.haveAllGone = true;
    else this.changed.add(key);
    if (this.isWhole && this.changed.size >= KEYS_AT_ONCE) this.refresh().catch(() => undefined);
  }

  private refresh(): Promise<void> {
    return this.refreshes.run('', () => this.catchUp());
  }

  private async readAll(): Promise<void> {
    const { store, settings } = this.deps;
    const scope = { keyPrefix: settings.keyPrefix, session: { startsWith: '' } };
    for await (const reads of scanTuningReads(store, scope, settings.zone)) this.take(reads);
    this.index.seal();
    this.isWhole = true;
  }

  /** The first change to be heard of may need a trip; what changes in that time is read as well. */
  private async catchUp(): Promise<void> {
    await this.subscription?.sync();
    await Promise.all([this.readChanged(), this.subscription?.sync()]);
    await this.readChanged();
    if (this.isBroken) throw new TrackingLostError();
  }

  private async readChanged(): Promise<void> {
    for (const key of this.expiring.due()) this.changed.add(key);
    const all = [...this.changed];
    for (let from = 0; from < all.length; from += KEYS_AT_ONCE) {
      const keys = all.slice(from, from + KEYS_AT_ONCE);
      // What changes while it is being read will be told again.
      for (const key of keys) this.changed.delete(key);
      try {
        await this.readAgain(keys.map(this.keyOf).filter((key) => key !== null));
      } catch (error) {
        for (const key of keys) this.changed.add(key);
        throw error;
      }
    }
    await this.readStale();
    this.index.seal();
  }

  private async readAgain(keys: readonly TuningKey[]): Promise<void> {
    const { store, settings } = this.deps;
    const evicted = new Map(
      keys.flatMap((key) => this.index.evictedAt(key)).map((session) => [sessionKey(session), session]),
    );
    for (const [key, session] of evicted) this.stale.set(key, session);
    const reads = await readKeys(store, keys, settings.zone);
    this.take(reads.filter(({ record }) => record === null || !evicted.has(sessionKey(refOf(record)))));
  }

  /** Each costs a pass over the keyspace, so one serves all of its keys that have changed. */
  private async readStale(): Promise<void> {
    for (const [key, session] of [...this.stale]) {
      // What changes while it is being read will be told again.
      this.stale.delete(key);
      try {
        await this.readSession(session);
      } catch (error) {
        this.stale.set(key, session);
        throw error;
      }
    }
  }

  private async readSession(session: SessionRef): Promise<void> {
    const { store, settings } = this.deps;
    const { sessionId, env, mode } = session;
    const scope = { keyPrefix: settings.keyPrefix, env, mode: mode ?? undefined, session: { id: sessionId } };
    const all: TuningKeyRead[] = [];
    for await (const reads of scanTuningReads(store, scope, settings.zone)) {
      all.push(
        ...reads.filter(({ record }) => record !== null && sessionKey(refOf(record)) === sessionKey(session)),
      );
    }
    this.expiring.note(all);
    this.index.replace(session, all);
  }

  private take(reads: readonly TuningKeyRead[]): void {
    this.expiring.note(reads);
    this.index.put(reads);
  }
}
