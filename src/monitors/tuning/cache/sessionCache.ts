import type { Clock } from '../../../lib/clock';
import type { Logger } from '../../../lib/logger';
import { SingleFlight } from '../../../lib/singleFlight';
import { StateUnavailableError } from '../../../redis/errors';
import { type KeyTracking, TrackingLostError } from '../../../redis/tracking/keyInvalidations';
import type { StateStore } from '../../../state/store';
import { findSessions, type SessionFinder, type SessionSearch } from '../sessionFinder';
import type { SessionProgress } from '../sessionProgress';
import type { TuningMonitorSettings } from '../tuningStatusMonitor';
import { TrackedSessions } from './trackedSessions';

export interface WarmDeps {
  readonly store: StateStore;
  readonly tracking: KeyTracking;
  readonly clock: Clock;
  readonly log: Logger;
  /** So many records are held by key, some 0.65 KB each; 100,000 unless given. */
  readonly recordsHeld?: number;
}

const MAX_CACHED_RECORDS = 100_000;
/** All is read again in the background so often, in ms, should Redis ever have kept a change to itself. */
const FULL_REFRESH_MS = 10 * 60_000;
/** Where changes could not be followed, that is tried again after so many ms. */
const TRY_AGAIN_MS = 60_000;

/**
 * Finds sessions among those that are known already, as they are in Redis now: only the first to ask waits for a SCAN of
 * the keyspace. Where Redis does not tell of changes, everybody does, one SCAN at a time for all. See docs/adr/0008.
 */
export class SessionCache implements SessionFinder {
  private followed: TrackedSessions | null = null;
  private opening: Promise<TrackedSessions | null> | null = null;
  private openedAtMs = Number.NEGATIVE_INFINITY;
  private refusedAtMs = Number.NEGATIVE_INFINITY;
  private readonly scans = new SingleFlight<SessionProgress[]>();

  constructor(
    private readonly deps: WarmDeps,
    private readonly settings: TuningMonitorSettings,
  ) {}

  async find(search: SessionSearch, signal?: AbortSignal): Promise<SessionProgress[]> {
    for (const _ of ['what is known', 'all, once more, where track was lost']) {
      const followed = await this.known();
      if (followed === null) break;
      try {
        return await followed.find(search);
      } catch (error) {
        if (!(error instanceof TrackingLostError)) throw error;
      }
    }
    const { startsWith, env, mode } = search;
    return this.scans.run(
      JSON.stringify([startsWith, env, mode]),
      (unwanted) => findSessions(this.deps.store, this.settings, search, unwanted),
      signal,
    );
  }

  /** Null where changes cannot be followed. Throws StateUnavailableError. */
  private async known(): Promise<TrackedSessions | null> {
    if (this.followed === null || this.followed.isBroken) return this.opening ?? this.open();
    const isDue = this.msSince(this.openedAtMs) >= FULL_REFRESH_MS;
    // It serves until all has been read again, and longer where that fails.
    if (isDue && this.opening === null) this.open().catch(() => undefined);
    return this.followed;
  }

  private open(): Promise<TrackedSessions | null> {
    if (this.msSince(this.refusedAtMs) < TRY_AGAIN_MS) return Promise.resolve(null);
    this.opening = this.opened().finally(() => {
      this.opening = null;
    });
    return this.opening;
  }

  private async opened(): Promise<TrackedSessions | null> {
    const { store, tracking, clock, log, recordsHeld = MAX_CACHED_RECORDS } = this.deps;
    // Whatever fails after Redis has answered is no fault of it being away.
    await store.ping();
    try {
      const next = await TrackedSessions.open({
        store,
        tracking,
        clock,
        settings: this.settings,
        recordsHeld,
      });
      this.followed?.close();
      this.followed = next;
      this.openedAtMs = clock.monotonicMs();
      this.refusedAtMs = Number.NEGATIVE_INFINITY;
      return next;
    } catch (error) {
      // Of no account a moment later. Whether it can be read meanwhile, a pass will show.
      if (error instanceof StateUnavailableError || error instanceof TrackingLostError) return null;
      const isNew = this.refusedAtMs === Number.NEGATIVE_INFINITY;
      this.refusedAtMs = clock.monotonicMs();
      if (isNew)
        log.warn(
          { err: error },
          'Redis does not tell what changes: each look at the tuning sessions reads all keys',
        );
      return null;
    }
  }

  private msSince(ms: number): number {
    return this.deps.clock.monotonicMs() - ms;
  }
}
