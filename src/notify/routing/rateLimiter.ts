export type Operation = 'post' | 'update';
/** A message is removed seldom: only when Slack says to wait does that have to. */
type RateLimitedCall = Operation | 'remove';

const POST_EVERY_MS = 1000;
const UPDATES_A_MINUTE = 50;
const MINUTE_MS = 60_000;

/**
 * How fast Slack may be spoken to: one post a second in a channel, 50 updates a minute in all; and as long as Slack
 * says to wait in a channel, not at all there. Times are in ms since the epoch.
 */
export class SlackRateLimiter {
  private readonly heldUntil = new Map<string, number>();
  private readonly lastPost = new Map<string, number>();
  private updates: readonly number[] = [];

  /** When the next one may go. */
  readyAt(operation: RateLimitedCall, channel: string): number {
    const held = this.heldUntil.get(`${operation} ${channel}`) ?? Number.NEGATIVE_INFINITY;
    if (operation === 'remove') return held;
    return Math.max(held, operation === 'post' ? this.nextPostAt(channel) : this.nextUpdateAt());
  }

  /** One goes now. */
  consume(operation: Operation, channel: string, nowMs: number): void {
    if (operation === 'post') this.lastPost.set(channel, nowMs);
    else this.updates = [...this.updates.filter((atMs) => nowMs - atMs < MINUTE_MS), nowMs];
  }

  /** Slack has said to wait. */
  block(operation: RateLimitedCall, channel: string, untilMs: number): void {
    this.heldUntil.set(`${operation} ${channel}`, untilMs);
  }

  /** The clock was set back: what seems to come from the future says nothing any more. */
  dropFuture(nowMs: number): void {
    for (const times of [this.heldUntil, this.lastPost])
      for (const [key, atMs] of times) if (atMs > nowMs) times.delete(key);
    this.updates = this.updates.filter((atMs) => atMs <= nowMs);
  }

  private nextPostAt(channel: string): number {
    return (this.lastPost.get(channel) ?? Number.NEGATIVE_INFINITY) + POST_EVERY_MS;
  }

  private nextUpdateAt(): number {
    const blocking = this.updates.at(-UPDATES_A_MINUTE);
    return blocking === undefined ? Number.NEGATIVE_INFINITY : blocking + MINUTE_MS;
  }
}
