import type { SendResult } from '../../src/slack/outbound/slackApi';
import type { Call } from './slack';

const POST_EVERY_MS = 1_000;
const UPDATES_A_MINUTE = 50;
const MINUTE_MS = 60_000;
/** Virtual time is in fractions of a ms; a clock shows whole ones. */
const TOLERATED_MS = 2;

/** Sees to it that one process does not call Slack faster than Slack allows. */
export class RateLimitChecker {
  private readonly lastPost = new Map<string, number>();
  private readonly heldUntil = new Map<string, number>();
  private updates: number[] = [];

  constructor(
    private readonly nowMs: () => number,
    private readonly name: string,
    private readonly found: (what: string) => void,
  ) {}

  called(call: Call): void {
    const { method, channel } = call;
    const nowMs = this.nowMs();
    const held = this.heldUntil.get(`${method} ${channel}`);
    if (held !== undefined && nowMs < held - TOLERATED_MS)
      this.found(
        `${this.name} called ${method} in ${channel} ${Math.round(held - nowMs)} ms before Slack allows`,
      );
    if (method === 'post') this.posts(channel, nowMs);
    if (method === 'update') this.updated(nowMs);
  }

  /** The process gets an answer that Slack gave at `givenMs`: it cannot have kept to it before. */
  answered({ method, channel }: Call, outcome: SendResult<unknown>, givenMs: number): void {
    if (outcome.kind === 'rate_limited')
      this.heldUntil.set(`${method} ${channel}`, givenMs + outcome.retryAfterMs);
  }

  private posts(channel: string, nowMs: number): void {
    const last = this.lastPost.get(channel) ?? Number.NEGATIVE_INFINITY;
    if (nowMs - last < POST_EVERY_MS - TOLERATED_MS)
      this.found(`${this.name} posted twice in ${channel} within ${Math.round(nowMs - last)} ms`);
    this.lastPost.set(channel, nowMs);
  }

  private updated(nowMs: number): void {
    this.updates = [...this.updates.filter((at) => nowMs - at < MINUTE_MS - TOLERATED_MS), nowMs];
    if (this.updates.length > UPDATES_A_MINUTE)
      this.found(`${this.name} made ${this.updates.length} updates within a minute`);
  }
}
