/**
 * What truly happened, and what Slack has of it: all that the checker judges by. It is written by whoever runs a world,
 * simulated or real, and knows nothing of the bot but what an outsider can know. All times are in ms since the epoch,
 * by the world's true clock; all lengths are in ms.
 */
export interface History {
  readonly settings: Settings;
  readonly span: Span;
  readonly traders: readonly TraderHistory[];
  readonly sessions: readonly SessionHistory[];
  readonly watch: Watch;
  readonly slack: SlackRecord;
  /** All that reached the webhook; left out where there is none. */
  readonly webhook?: WebhookRecord;
  /** Messages that keep themselves current; left out where nobody follows anything. */
  readonly follows?: FollowsRecord;
  /** When the dead-man service was pinged, in order; left out where nobody looks. */
  readonly pings?: readonly number[];
  /** What people did about incidents; not what the bot refused. */
  readonly acts: readonly Act[];
  /** Ids of what still waited to be sent at the end. */
  readonly waiting: readonly string[];
}

export interface Settings {
  readonly checkIntervalMs: number;
  readonly staleAfterMs: number;
  readonly frozenAfterMs: number;
  readonly outageAfterMs: number;
  readonly digests: readonly DigestHistory[];
  /** Who is paged of what is critical; null for nobody. */
  readonly paging?: PagingHistory | null;
  /** When the paper traders are in maintenance: their alerts are held back until its end. */
  readonly maintenance?: readonly Span[];
  /** How long after an alert the webhook is called, in ms; null where none is. */
  readonly webhook?: { readonly afterMs: number } | null;
  /** When only what is critical is sent: the rest is held back until the end. */
  readonly quietHours?: readonly Span[];
  /** True where at most Slack's unknown codes were in the way. */
  readonly hasOnlyUnknownCodes?: boolean;
  /** True where nothing went wrong but traders: then nothing is late. */
  readonly isCalm?: boolean;
  /** Where critical alerts go; null for where all go. */
  readonly criticalChannel?: string | null;
  /** By how much the clock of an instance may be off, or step. 0 where all are right. */
  readonly clockErrorMs: number;
  /** Reading, deciding and writing take less. 10 s by default. */
  readonly momentMs?: number;
}

/** Steps count from when the alert was opened. The two people take turns, a week each. */
export interface PagingHistory {
  readonly steps: readonly { readonly afterMs: number; readonly who: 'on_call' | 'next' }[];
  readonly people: readonly [string, string];
}

/** From and to are both included. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Beats, or other writes, that came one after the other, at most `everyMs` apart. */
export interface Run {
  readonly first: number;
  readonly last: number;
  readonly everyMs: number;
}

export interface TraderHistory {
  /** `paper:docker` */
  readonly target: string;
  /**
   * Runs of heartbeats as they were written, the oldest first; a silence is what is between two, and after the last. A key
   * that was left over, and that nobody writes, is none of them.
   */
  readonly beats: readonly Run[];
  /** Runs of the portfolio's writes. */
  readonly portfolio: readonly Run[];
  /** So long each of its writes can be seen in Redis, at least. 60 s by default. */
  readonly seenForMs?: number;
  /** By so much later may a write be dated than it was, if the TTL of its key does not show it. 0 by default. */
  readonly datedWithinMs?: number;
  /** From each trip of a trader with live metrics until these first said that the breaker is not active. None by default. */
  readonly breaker?: readonly Span[];
  /** When there was evidence that it should run: a flag, a real order, the configuration. Never by default. */
  readonly evidence?: readonly Span[];
  /** So long it must have written before it is watched, where nobody has named it to the bot. 0 by default. */
  readonly foundWithinMs?: number;
  /** Each rise of a counter, and each time that it began anew (a lower total). */
  readonly counts: readonly Count[];
  /** Each change of the switches of live trading, and how they stood first. */
  readonly switches: readonly Switch[];
}

export interface Count {
  readonly at: number;
  readonly name: 'trades' | 'violations' | 'trips';
  /** As it stands from then on. */
  readonly total: number;
  /** Redis came back with it: nobody counted anything then. */
  readonly isOld?: boolean;
}

export interface Switch {
  readonly at: number;
  readonly enabled: boolean;
  readonly armed: boolean;
}

export interface SessionHistory {
  /** As the trading system names it. */
  readonly id: string;
  readonly mode: string;
  readonly env: string;
  /** Null where nobody reported the bot. */
  readonly total: number | null;
  readonly startedAt: number;
  /** When the last of its iterations was written; null while it goes on. */
  readonly stoppedAt: number | null;
  /** Whether it stopped since all of its iterations were done. */
  readonly finished: boolean;
}

export interface DigestHistory {
  readonly name: string;
  readonly channel: string;
  /** When it is due, within the span. */
  readonly slots: readonly number[];
}

export interface Watch {
  /** When at least one instance of the bot certainly could check on time and store what it saw. */
  readonly certain: readonly Span[];
  /** When at least one instance may have been able to. Outside of these, none was. */
  readonly possible: readonly Span[];
  /** When some running instance may have been unable to see, or none was running. Left out where that may be at any time. */
  readonly outage?: readonly Span[];
  /** When Redis lost what was stored there, wholly or back to an earlier state. */
  readonly lost: readonly number[];
  /** When the bot may have lost its memory for good: Redis lost its data, and no instance outlived that. */
  readonly forgot: readonly number[];
}

/** All that reached Slack, in order. */
export interface SlackRecord {
  readonly messages: readonly SlackMessage[];
  /** When Slack could take messages in a channel, and answered: outside of these it may have been late. */
  readonly healthy: readonly Span[];
  /** False where the bot was never allowed to read history: then a message may come twice. */
  readonly canReadHistory: boolean;
  /** Calls that came faster than Slack allows, or before the end of a Retry-After: each as a sentence. */
  readonly tooFast: readonly string[];
  /** What Slack refused with codes that nobody knows, wherever it was tried. None unless given. */
  readonly refused?: readonly RefusedForGood[];
}

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

export interface RefusedForGood {
  readonly id: string;
  /** When it was refused first. */
  readonly at: number;
  /** Whether it still waits at the end. */
  readonly waits: boolean;
}

export interface WebhookRecord {
  /** Those that it took, in order, heard or not. */
  readonly requests: readonly WebhookRequestRecord[];
  /** When it took requests, if perhaps not the first of each page. */
  readonly healthy: readonly Span[];
}

export interface WebhookRequestRecord {
  /** The same for each attempt at the same request. */
  readonly key: string;
  /** The same for all requests about one alert. */
  readonly dedupKey: string;
  readonly event: string;
  readonly at: number;
  /** Which process sent it. */
  readonly by: string;
  /** When that heard that it was taken; null for never. */
  readonly heardAt: number | null;
  /** Whether that certainly was stored then. */
  readonly isStored: boolean;
  /** Whether it held a secret. */
  readonly hasSecret: boolean;
}

export interface SlackMessage {
  readonly channel: string;
  readonly ts: string;
  readonly threadTs: string | null;
  /** Whether a reply was shown in the channel too. */
  readonly inChannelToo: boolean;
  /** The `event_payload` of the metadata, as it was when it was posted; null where there was none. */
  readonly mark: Readonly<Record<string, unknown>> | null;
  /** The id in the `event_payload` after its last change; that of `mark` unless given. */
  readonly lastId?: string;
  /** As posted, then each change. */
  readonly versions: readonly [MessageVersion, ...MessageVersion[]];
  readonly deleted: { readonly at: number; readonly by: 'bot' | 'person' } | null;
  /** True where Slack refused to change it, with a code that nobody knows: what followed was posted anew, as documented. */
  readonly isSealed?: boolean;
}

export interface MessageVersion {
  readonly at: number;
  readonly text: string;
  /** Slack's blocks as they were sent. */
  readonly blocks: readonly unknown[];
}

export interface Act {
  readonly at: number;
  readonly kind: 'acknowledge' | 'snooze' | 'unsnooze' | 'mute' | 'release_heartbeat' | 'test';
  /** The incident's id, as its button has it; null for a test. */
  readonly incidentId: string | null;
  readonly userId: string;
  /** Until when it was snoozed. */
  readonly until: number | null;
  /** False where no answer came, so that it may have been done or not. */
  readonly isConfirmed: boolean;
}

/** What the checker has found, in words that name the message and the truth. */
export interface Violation {
  readonly kind: ViolationKind;
  readonly what: string;
  /** Around when to look, in ms since the epoch. */
  readonly at: number;
}

/**
 * `false`: reported, and not so. `lost`: so, and not reported. `twice`: reported again. `wrong`: the times, the final state or the
 * figures are not the truth. `fast`: faster than Slack allows. `waits`: still to be sent, without faults.
 */
export const VIOLATION_KINDS = ['false', 'lost', 'twice', 'wrong', 'fast', 'waits'] as const;
export type ViolationKind = (typeof VIOLATION_KINDS)[number];

/** What the checker says of a history. */
export interface InvariantReport {
  readonly violations: readonly Violation[];
  /** Messages that came again where that may be: history could not be read. */
  readonly atLeastOnce: number;
  readonly counted: Readonly<Record<'deaths' | 'incidents' | 'events' | 'notes' | 'digests', number>>;
}
