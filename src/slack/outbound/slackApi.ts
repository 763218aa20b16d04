import type { Message } from '../../../formatters/blockKit/message';

/** Found again in a message's metadata: `event_type` is `arbwatch_delivery`, the payload is this. */
export interface MessageMetadata {
  readonly id: string;
  /** For an event: epoch ms. */
  readonly detectedAt?: number;
  /** For an event: which one of which rule and target. */
  readonly event?: string;
  /** For an event: epoch ms of the last observation before it. */
  readonly after?: number;
  /** For an incident: its rule. */
  readonly rule?: string;
  /** For an incident's message that was posted again: the how manieth it is. */
  readonly posting?: number;
  /** For an incident: when each of its first targets failed, in epoch ms. */
  readonly failures?: Readonly<Record<string, number>>;
  /** For an incident: true once it is over. */
  readonly closed?: boolean;
  /** For an incident: which of its revisions the message shows. */
  readonly revision?: number;
  /** For an outage: epoch s of the last observation, since instances may know slightly different ones. */
  readonly outageSince?: number;
  /** For an outage that is over: epoch s of the first observation after it. */
  readonly outageUntil?: number;
}

export interface Posted {
  readonly channel: string;
  readonly ts: string;
}

/** What came of asking Slack for something. */
export type SendResult<T> =
  | { readonly kind: 'done'; readonly value: T }
  /** Slack said no. `scope`: what a person has to fix, `transient` when time may, `unknown` for a code of no list. */
  | {
      readonly kind: 'rejected';
      readonly code: string;
      readonly scope: 'channel' | 'token' | 'message' | 'transient' | 'unknown';
    }
  | { readonly kind: 'rate_limited'; readonly retryAfterMs: number }
  /** It was not sent: the connection could not be made. */
  | { readonly kind: 'not_sent'; readonly detail: string }
  /** It may have been carried out: a time-out, a 5xx, or a connection that broke after the request. */
  | { readonly kind: 'ambiguous'; readonly detail: string };

export type SendFailure = Exclude<SendResult<never>, { kind: 'done' }>;

/** All that delivering needs of Slack. Never throws, and every call ends within 10 s. */
export interface SlackMessageApi {
  post(what: {
    readonly channel: string;
    readonly message: Message;
    readonly mark: MessageMetadata;
    readonly threadTs?: string;
    /** Shows a reply in the channel too. */
    readonly replyBroadcast?: boolean;
  }): Promise<SendResult<Posted>>;
  update(
    what: Posted & { readonly message: Message; readonly mark: MessageMetadata },
  ): Promise<SendResult<Posted>>;
  /** The oldest message of the bot's own, at or after `since`, whose mark fits. */
  find(what: {
    readonly channel: string;
    readonly since: Date;
    readonly threadTs?: string;
    readonly fits: (mark: MessageMetadata, ts: string) => boolean;
  }): Promise<SendResult<Posted | null>>;
  /**
   * How many messages of anybody came after one in its channel, or `limit` for more; thread replies do not count. Ends
   * within 3 s.
   */
  countAfter?(what: Posted & { readonly limit: number }): Promise<SendResult<number>>;
  remove(what: Posted): Promise<SendResult<null>>;
  /** Pins a message to its channel. */
  pin?(what: Posted): Promise<SendResult<null>>;
  /** The address of a message, for people; null where the workspace's is not known. */
  messageUrl?(message: Posted): Promise<string | null>;
}
