import type { Clock } from '../../lib/clock';
import { SingleFlight } from '../../lib/singleFlight';
import { StateUnavailableError } from '../errors';
import { type KeyTracking, TrackingLostError, type TrackingSubscription } from './keyInvalidations';

export interface ReconnectingSubscriptionDeps {
  readonly tracking: KeyTracking;
  readonly clock: Clock;
  readonly onChange: (key: string) => void;
  /** Changes may have been missed, and are tracked again from now on. */
  readonly onResume: () => void;
  /** Redis rejects tracking; called once, until it no longer does. */
  readonly onReject: (error: unknown) => void;
}

/** Where tracking was rejected, it is tried again after so many ms. */
const RETRY_TRACKING_MS = 60_000;
/** A connection that fails to reply so many times in a row is opened anew. */
const MAX_TIMEOUTS = 3;

/** A tracking subscription that is opened anew when the prefixes change or the connection is lost. */
export class ReconnectingSubscription {
  private prefixes: readonly string[] = [];
  private subscription: TrackingSubscription | null = null;
  private rejectedAtMs: number | null = null;
  private timeouts = 0;
  private isClosed = false;
  private readonly openings = new SingleFlight<void>();

  constructor(private readonly deps: ReconnectingSubscriptionDeps) {}

  /** Tracks these, none of which begins with another. Resolves when it does, or cannot; the next call tries again. */
  track(prefixes: readonly string[]): Promise<void> {
    return this.openings.run(prefixes.join('\n'), async () => {
      if (!this.isClosed && this.mustOpen(prefixes)) await this.open(prefixes);
    });
  }

  /**
   * True when `onChange` has heard of every change that anybody could know of when this was called; false when that
   * is not known just now.
   */
  async sync(): Promise<boolean> {
    const { subscription } = this;
    if (subscription === null || subscription.isBroken) return false;
    try {
      await subscription.sync();
      this.timeouts = 0;
      return true;
    } catch (error) {
      if (!(error instanceof TrackingLostError || error instanceof StateUnavailableError)) throw error;
      this.timeouts += 1;
      if (this.timeouts >= MAX_TIMEOUTS) subscription.stop();
      return false;
    }
  }

  close(): void {
    this.isClosed = true;
    this.subscription?.stop();
  }

  private mustOpen(prefixes: readonly string[]): boolean {
    if (prefixes.join('\n') !== this.prefixes.join('\n')) return true;
    if (prefixes.length === 0) return false;
    if (this.rejectedAtMs !== null)
      return this.deps.clock.monotonicMs() - this.rejectedAtMs >= RETRY_TRACKING_MS;
    return this.subscription === null || this.subscription.isBroken;
  }

  private async open(prefixes: readonly string[]): Promise<void> {
    const { tracking, onChange, clock, onResume, onReject } = this.deps;
    const hasMissed = this.rejectedAtMs !== null || this.subscription?.isBroken === true;
    try {
      const onInvalidate = (key: string | null) => {
        // Null: all keys have gone, and there is none to read.
        if (key !== null) onChange(key);
      };
      // Without a prefix, Redis would tell of all keys.
      const next = prefixes.length === 0 ? null : await tracking.track(prefixes, onInvalidate);
      this.subscription?.stop();
      if (this.isClosed) next?.stop();
      this.subscription = next;
      this.prefixes = prefixes;
      this.rejectedAtMs = null;
      this.timeouts = 0;
      if (hasMissed) onResume();
    } catch (error) {
      // That Redis is away is reported elsewhere.
      if (error instanceof StateUnavailableError || error instanceof TrackingLostError) return;
      if (this.rejectedAtMs === null) onReject(error);
      this.rejectedAtMs = clock.monotonicMs();
      this.prefixes = prefixes;
    }
  }
}
