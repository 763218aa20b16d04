import type { Clock } from '../../lib/clock';
import { StateUnavailableError } from '../../redis/errors';
import {
  type KeyTracking,
  TrackingLostError,
  type TrackingSubscription,
} from '../../redis/tracking/keyInvalidations';

export interface KeyFeedDeps {
  readonly tracking: KeyTracking;
  readonly clock: Clock;
  readonly hear: (key: string) => void;
  /** Changes may have passed unheard, and are heard again from now on. */
  readonly resumed: () => void;
  /** Redis refuses to tell of changes; called once, until it does tell. */
  readonly refused: (error: unknown) => void;
}

/** Where changes could not be followed, that is tried again after so many ms. */
const TRY_AGAIN_MS = 60_000;
/** A connection that does not answer so many times in a row is opened anew. */
const SILENCES = 3;

/** Changes of the keys with some prefixes, followed anew when the prefixes change or the connection is lost. */
export class KeyFeed {
  private prefixes: readonly string[] = [];
  private following: TrackingSubscription | null = null;
  private opening: Promise<void> | null = null;
  private refusedAtMs: number | null = null;
  private silences = 0;
  private isClosed = false;

  constructor(private readonly deps: KeyFeedDeps) {}

  /** Follows these, none of which begins with another. Resolves when it does, or cannot; the next call tries again. */
  async track(prefixes: readonly string[]): Promise<void> {
    while (this.opening !== null) await this.opening;
    if (this.isClosed || !this.isToBeOpened(prefixes)) return;
    this.opening = this.open(prefixes).finally(() => {
      this.opening = null;
    });
    await this.opening;
  }

  /**
   * True when `hear` has heard of every change that anybody could know of when this was called; false when that cannot be
   * told just now.
   */
  async sync(): Promise<boolean> {
    const { following } = this;
    if (following === null || following.isBroken) return false;
    try {
      await following.sync();
      this.silences = 0;
      return true;
    } catch (error) {
      if (!(error instanceof TrackingLostError || error instanceof StateUnavailableError)) throw error;
      this.silences += 1;
      if (this.silences >= SILENCES) following.stop();
      return false;
    }
  }

  close(): void {
    this.isClosed = true;
    this.following?.stop();
  }

  private isToBeOpened(prefixes: readonly string[]): boolean {
    if (prefixes.join('\n') !== this.prefixes.join('\n')) return true;
    if (prefixes.length === 0) return false;
    if (this.refusedAtMs !== null) return this.deps.clock.monotonicMs() - this.refusedAtMs >= TRY_AGAIN_MS;
    return this.following === null || this.following.isBroken;
  }

  private async open(prefixes: readonly string[]): Promise<void> {
    const { tracking, hear, clock, resumed, refused } = this.deps;
    const hasMissed = this.refusedAtMs !== null || this.following?.isBroken === true;
    try {
      const tell = (key: string | null) => {
        // Null: all keys have gone, and there is none to read.
        if (key !== null) hear(key);
      };
      // Without a prefix, Redis would tell of all keys.
      const next = prefixes.length === 0 ? null : await tracking.track(prefixes, tell);
      this.following?.stop();
      if (this.isClosed) next?.stop();
      this.following = next;
      this.prefixes = prefixes;
      this.refusedAtMs = null;
      this.silences = 0;
      if (hasMissed) resumed();
    } catch (error) {
      // That Redis is away is told elsewhere.
      if (error instanceof StateUnavailableError || error instanceof TrackingLostError) return;
      if (this.refusedAtMs === null) refused(error);
      this.refusedAtMs = clock.monotonicMs();
      this.prefixes = prefixes;
    }
  }
}
