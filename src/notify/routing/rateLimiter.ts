import type { Clock } from '../../lib/clock';

export type Operation = 'post' | 'update';
/** A message is removed seldom: only when Slack says to wait does that have to. */
type RateLimitedCall = Operation | 'remove';

const POST_INTERVAL_MS = 1000;
const UPDATES_A_MINUTE = 50;
const MINUTE_MS = 60_000;

/** A wait that Slack asks for is cut to this, in ms: then Slack is asked again. */
export const LONGEST_RATE_LIMIT_MS = 120_000;

/**
 * How fast Slack may be called: one post a second in a channel, 50 updates a minute in all; and as long as Slack says to
 * wait in a channel, not at all there. Times are in ms by the monotonic clock.
 */
export class SlackRateLimiter {
  private readonly blockedUntil = new Map<string, number>();
  private readonly lastPost = new Map<string, number>();
  private updates: readonly number[] = [];
  /** Since when Slack has taken no post there, but said to wait. */
  private readonly limitedSince = new Map<string, number>();

  constructor(private readonly clock: Clock) {}

  /** When the next call may be made. */
  readyAt(call: RateLimitedCall, channel: string): number {
    const blocked = this.blockedUntil.get(`${call} ${channel}`) ?? Number.NEGATIVE_INFINITY;
    if (call === 'remove') return blocked;
    return Math.max(blocked, call === 'post' ? this.nextPostAt(channel) : this.nextUpdateAt());
  }

  /** How long to wait before the next call, in ms; 0 or less for not at all. */
  waitMs(call: RateLimitedCall, channel: string): number {
    return this.readyAt(call, channel) - this.clock.monotonicMs();
  }

  /** A call is made now. */
  consume(operation: Operation, channel: string): void {
    const nowMs = this.clock.monotonicMs();
    if (operation === 'post') this.lastPost.set(channel, nowMs);
    else this.updates = [...this.updates.filter((atMs) => nowMs - atMs < MINUTE_MS), nowMs];
  }

  /** Slack has said to wait so long, in ms. True of posts where it will take, or has taken, none for minutes. */
  block(call: RateLimitedCall, channel: string, forMs: number): boolean {
    const nowMs = this.clock.monotonicMs();
    this.blockedUntil.set(`${call} ${channel}`, nowMs + Math.min(forMs, LONGEST_RATE_LIMIT_MS));
    if (call !== 'post') return false;
    const sinceMs = this.limitedSince.get(channel) ?? nowMs;
    this.limitedSince.set(channel, sinceMs);
    return nowMs + forMs - sinceMs > LONGEST_RATE_LIMIT_MS;
  }

  /** Slack has taken a post. */
  recordPosted(channel: string): void {
    this.limitedSince.delete(channel);
  }

  private nextPostAt(channel: string): number {
    return (this.lastPost.get(channel) ?? Number.NEGATIVE_INFINITY) + POST_INTERVAL_MS;
  }

  private nextUpdateAt(): number {
    const blocking = this.updates.at(-UPDATES_A_MINUTE);
    return blocking === undefined ? Number.NEGATIVE_INFINITY : blocking + MINUTE_MS;
  }
}
