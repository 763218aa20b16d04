import type { Clock } from '../../lib/clock';

/** Failures longer ago than this, in ms, are ignored. */
const FAILURE_WINDOW_MS = 120_000;

/** When a channel's messages may be looked up, and for how long they could not be. */
export class LookupLimits {
  private readonly delayedUntil = new Map<string, number>();
  private readonly denied = new Set<string>();
  /** The first and the last lookup that failed since one succeeded, in ms by the monotonic clock. */
  private readonly failed = new Map<string, { readonly sinceMs: number; readonly lastMs: number }>();

  constructor(private readonly clock: Clock) {}

  /** How much longer Slack wants no lookup in a channel, in ms; 0 or less for none. */
  retryAfterMs(channel: string): number {
    return (this.delayedUntil.get(channel) ?? Number.NEGATIVE_INFINITY) - this.nowMs();
  }

  delay(channel: string, ms: number): void {
    this.delayedUntil.set(channel, this.nowMs() + ms);
  }

  recordSuccess(channel: string): void {
    this.failed.delete(channel);
    this.denied.delete(channel);
  }

  /** Slack does not let this bot read there, until a person mends that. */
  deny(channel: string): void {
    this.denied.add(channel);
  }

  /** Whether the last lookup was denied, so that it found nothing. */
  isDenied(channel: string): boolean {
    return this.denied.has(channel);
  }

  recordFailure(channel: string): void {
    const nowMs = this.nowMs();
    const before = this.failed.get(channel);
    const sinceMs =
      before !== undefined && nowMs - before.lastMs <= FAILURE_WINDOW_MS ? before.sinceMs : nowMs;
    this.failed.set(channel, { sinceMs, lastMs: nowMs });
  }

  /** For how long every lookup in a channel has failed, in ms; 0 when the last one did not. */
  failingForMs(channel: string): number {
    const failed = this.failed.get(channel);
    return failed === undefined ? 0 : failed.lastMs - failed.sinceMs;
  }

  private nowMs(): number {
    return this.clock.monotonicMs();
  }
}
