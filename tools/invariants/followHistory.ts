import type { SlackMessage, Span } from './history';

/** What people asked of followed messages, and what Slack has of them. Times in ms since the epoch, by the true clock. */
export interface FollowsRecord {
  readonly asked: readonly FollowAsked[];
  /** All messages of what is followed, and the direct messages about their ends, in order. */
  readonly messages: readonly SlackMessage[];
  /** When some instance could read and write the store, and Slack answered all of them. */
  readonly healthy: readonly Span[];
  /** When the store lost what it had, and no instance remembered it for certain. */
  readonly forgot: readonly number[];
}

export interface FollowAsked {
  /** The channel and what is followed, as typed: `C0TEAM1 /arb-status paper docker`. */
  readonly id: string;
  readonly userId: string;
  readonly what: 'start' | 'stop';
  readonly kind: 'status' | 'session' | 'board';
  /** The tuning session that is followed; null for none. */
  readonly sessionId: string | null;
  readonly at: number;
  /** What the bot answered, and when: null for nothing, or an error. */
  readonly answer: { readonly kind: string; readonly at: number } | null;
}
