import type { Clock } from '../../../lib/clock';
import type { Logger } from '../../../lib/logger';
import { SingleFlight } from '../../../lib/singleFlight';
import { StateUnavailableError } from '../../../redis/errors';
import { type KeyTracking, TrackingLostError } from '../../../redis/tracking/keyInvalidations';
import type { StateStore } from '../../../state/store';
import { findSessions, type SessionFinder, type SessionSearch } from '../sessionFinder';
import type { SessionProgress } from '../sessionProgress';
import type { TuningMonitorSettings } from '../settings';
import { TrackedSessions } from './trackedSessions';

export interface SessionCacheDeps {
  readonly store: StateStore;
  readonly tracking: KeyTracking;
  readonly clock: Clock;
  readonly log: Logger;
  /** So many records are cached by key, some 0.65 KB each; 100,000 unless given. */
  readonly maxCachedRecords?: number;
}

const MAX_CACHED_RECORDS = 100_000;
/** All is read again in the background so often, in ms, should Redis ever have missed an invalidation. */
const FULL_REFRESH_MS = 10 * 60_000;
/** Where tracking was rejected, it is tried again after so many ms. */
const RETRY_TRACKING_MS = 60_000;

/**
 * Finds sessions in a cache that client tracking keeps current: only the first request waits for a SCAN of the keyspace.
 * Where Redis rejects tracking, every request scans, one at a time for all. See docs/adr/0008.
 */
export class SessionCache implements SessionFinder {
  private tracked: TrackedSessions | null = null;
  private loading: Promise<TrackedSessions | null> | null = null;
  private loadedAtMs = Number.NEGATIVE_INFINITY;
  private rejectedAtMs = Number.NEGATIVE_INFINITY;
  private readonly scans = new SingleFlight<SessionProgress[]>();

  constructor(
    private readonly deps: SessionCacheDeps,
    private readonly settings: TuningMonitorSettings,
  ) {}

  async find(search: SessionSearch, signal?: AbortSignal): Promise<SessionProgress[]> {
    // Where tracking was lost, all is loaded once more.
    for (let attempt = 1; attempt <= 2; attempt++) {
      const tracked = await this.current();
      if (tracked === null) break;
      try {
        return await tracked.find(search);
      } catch (error) {
        if (!(error instanceof TrackingLostError)) throw error;
      }
    }
    const { startsWith, env, mode } = search;
    return this.scans.run(
      JSON.stringify([startsWith, env, mode]),
      (abandoned) => findSessions(this.deps.store, this.settings, search, abandoned),
      signal,
    );
  }

  /** Null where changes cannot be tracked. Throws StateUnavailableError. */
  private async current(): Promise<TrackedSessions | null> {
    if (this.tracked === null || this.tracked.isBroken) return this.loading ?? this.load();
    const isDue = this.msSince(this.loadedAtMs) >= FULL_REFRESH_MS;
    // The old one serves until all has been read again, and longer where that fails.
    if (isDue && this.loading === null) this.load().catch(() => undefined);
    return this.tracked;
  }

  private load(): Promise<TrackedSessions | null> {
    if (this.msSince(this.rejectedAtMs) < RETRY_TRACKING_MS) return Promise.resolve(null);
    this.loading = this.open().finally(() => {
      this.loading = null;
    });
    return this.loading;
  }

  private async open(): Promise<TrackedSessions | null> {
    const { store, clock, log } = this.deps;
    // Whatever fails after Redis has answered is not because it is away.
    await store.ping();
    try {
      const next = await TrackedSessions.open({
        maxCachedRecords: MAX_CACHED_RECORDS,
        ...this.deps,
        settings: this.settings,
      });
      this.tracked?.close();
      this.tracked = next;
      this.loadedAtMs = clock.monotonicMs();
      this.rejectedAtMs = Number.NEGATIVE_INFINITY;
      return next;
    } catch (error) {
      // These pass in a moment. Whether it can be read meanwhile, a scan will show.
      if (error instanceof StateUnavailableError || error instanceof TrackingLostError) return null;
      const isNew = this.rejectedAtMs === Number.NEGATIVE_INFINITY;
      this.rejectedAtMs = clock.monotonicMs();
      if (isNew) log.warn({ err: error }, 'client tracking unavailable; falling back to full scans');
      return null;
    }
  }

  private msSince(ms: number): number {
    return this.deps.clock.monotonicMs() - ms;
  }
}
