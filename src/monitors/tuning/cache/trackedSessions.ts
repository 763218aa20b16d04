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
import { type SessionProgress, sessionKey, sessionRefOf } from '../sessionProgress';
import type { TuningMonitorSettings } from '../settings';
import { ExpiringKeys } from './expiringKeys';
import { SessionIndex } from './sessionIndex';

export interface TrackedSessionsDeps {
  readonly store: StateStore;
  readonly tracking: KeyTracking;
  readonly clock: Clock;
  readonly settings: TuningMonitorSettings;
  readonly maxCachedRecords: number;
}

/** So many keys are read in one trip; when as many have changed, they are read without waiting for a request. */
const BATCH_SIZE = 500;

/**
 * All tuning sessions, read once by a SCAN and from then on key by key as Redis invalidates them. Every answer holds all
 * that was written before it was asked for; see docs/adr/0008.
 */
export class TrackedSessions {
  private readonly index: SessionIndex;
  private readonly changed = new Set<string>();
  /** Evicted sessions of which a key has changed. */
  private readonly invalidatedEvicted = new Map<string, SessionRef>();
  private readonly expiring: ExpiringKeys;
  private readonly refreshes = new SingleFlight<void>();
  private readonly parseKey: (key: string) => TuningKey | null;
  private subscription: TrackingSubscription | null = null;
  private isFlushed = false;
  private isLoaded = false;

  private constructor(private readonly deps: TrackedSessionsDeps) {
    const { keyPrefix } = deps.settings;
    this.index = new SessionIndex(deps.maxCachedRecords);
    this.expiring = new ExpiringKeys(deps.clock);
    this.parseKey = tuningKeyReader({ keyPrefix, session: { startsWith: '' } });
  }

  /** Reads them all. Throws StateUnavailableError, and where changes cannot be tracked what KeyTracking.track throws. */
  static async open(deps: TrackedSessionsDeps): Promise<TrackedSessions> {
    const sessions = new TrackedSessions(deps);
    const subscription = await deps.tracking.track(TUNING_PREFIXES, (key) => sessions.onInvalidate(key));
    sessions.subscription = subscription;
    try {
      await sessions.load();
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
    return this.index.find(search);
  }

  get isBroken(): boolean {
    return this.isFlushed || (this.subscription?.isBroken ?? true);
  }

  close(): void {
    this.subscription?.stop();
  }

  private onInvalidate(key: string | null): void {
    if (key === null) this.isFlushed = true;
    else this.changed.add(key);
    if (this.isLoaded && this.changed.size >= BATCH_SIZE) this.refresh().catch(() => undefined);
  }

  private async load(): Promise<void> {
    const { store, settings } = this.deps;
    const scope = { keyPrefix: settings.keyPrefix, session: { startsWith: '' } };
    for await (const reads of scanTuningReads(store, scope, settings.zone)) this.apply(reads);
    this.index.freezeEvicted();
    this.isLoaded = true;
  }

  private refresh(): Promise<void> {
    return this.refreshes.run('', async () => {
      await this.subscription?.sync();
      // Reading the first changes may need a trip; what changes in that time is read as well.
      await Promise.all([this.rereadChanged(), this.subscription?.sync()]);
      await this.rereadChanged();
      if (this.isBroken) throw new TrackingLostError();
    });
  }

  private async rereadChanged(): Promise<void> {
    for (const key of this.expiring.expired()) this.changed.add(key);
    const all = [...this.changed];
    for (let from = 0; from < all.length; from += BATCH_SIZE) {
      const keys = all.slice(from, from + BATCH_SIZE);
      // What changes while it is being read will be invalidated again.
      for (const key of keys) this.changed.delete(key);
      try {
        await this.reread(keys.map(this.parseKey).filter((key) => key !== null));
      } catch (error) {
        for (const key of keys) this.changed.add(key);
        throw error;
      }
    }
    await this.rereadEvicted();
    this.index.freezeEvicted();
  }

  private async reread(keys: readonly TuningKey[]): Promise<void> {
    const { store, settings } = this.deps;
    const evicted = new Map(
      keys.flatMap((key) => this.index.evictedFor(key)).map((session) => [sessionKey(session), session]),
    );
    for (const [key, session] of evicted) this.invalidatedEvicted.set(key, session);
    const reads = await readKeys(store, keys, settings.zone);
    this.apply(
      reads.filter(({ record }) => record === null || !evicted.has(sessionKey(sessionRefOf(record)))),
    );
  }

  /** Each costs a pass over the keyspace, so one serves all of its keys that have changed. */
  private async rereadEvicted(): Promise<void> {
    for (const [key, session] of [...this.invalidatedEvicted]) {
      // What changes while it is being read will be invalidated again.
      this.invalidatedEvicted.delete(key);
      try {
        await this.rereadSession(session);
      } catch (error) {
        this.invalidatedEvicted.set(key, session);
        throw error;
      }
    }
  }

  private async rereadSession(session: SessionRef): Promise<void> {
    const { store, settings } = this.deps;
    const { sessionId, env, mode } = session;
    const scope = { keyPrefix: settings.keyPrefix, env, mode: mode ?? undefined, session: { id: sessionId } };
    const key = sessionKey(session);
    const all: TuningKeyRead[] = [];
    for await (const reads of scanTuningReads(store, scope, settings.zone))
      all.push(...reads.filter(({ record }) => record !== null && sessionKey(sessionRefOf(record)) === key));
    this.expiring.record(all);
    this.index.replace(session, all);
  }

  private apply(reads: readonly TuningKeyRead[]): void {
    this.expiring.record(reads);
    this.index.put(reads);
  }
}
