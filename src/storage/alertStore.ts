/** The part of the state that tells which changes it comes from. It is loaded always. */
export const LINEAGE = 'lineage';

/** Parts of the stored state by name, as text; null for a part that is gone. */
export type StateRecords = ReadonlyMap<string, string | null>;

/** What is still to be sent, and where messages are. Every method throws StateUnavailableError. */
export interface Outbox {
  /** What waits to be sent, in no order. */
  pending(): Promise<readonly OutboxRow[]>;
  /**
   * Takes the notification for `leaseMs`, by Redis's clock; null when another instance has it, or it is gone. Its owner may
   * claim it anew, to hold it for longer, or after a call that ended without an answer. `incidentId` names the incident
   * whose message the claim tells.
   */
  claim(id: string, owner: string, leaseMs: number, incidentId?: string | null): Promise<Claim | null>;
  /**
   * Frees a claim, keeping the notification for another attempt; stores what came of this one. Nobody may claim it for
   * `heldForMs`, by Redis's clock.
   */
  release(id: string, owner: string, attempts: RetryState, heldForMs?: number): Promise<void>;
  /**
   * Ends a notification that was sent as `text`, or leaves in its place what remains of it, and stores where its message
   * is. When a newer text has replaced it meanwhile, that one stays to be sent. Also frees the claim.
   */
  complete(id: string, owner: string, sent: Completion): Promise<void>;
  /** Where messages are, by incident id. */
  messageRefs(): Promise<ReadonlyMap<string, string>>;
}

/**
 * What the bot keeps, shared by all instances: the state, the outbox, where messages are, and the audit log. It keeps
 * text, which `src/alerting` and `src/notify` write and read. Every method throws StateUnavailableError.
 */
export interface AlertStore extends Outbox {
  /**
   * The state: what changed since that version, where the store can tell that, else all of it. Null before the first
   * commit, and after Redis lost it.
   */
  load(since?: number): Promise<StoredRecords | null>;
  /**
   * Stores the changed parts of the state and what is to be sent in one atomic step, if the version is still `from`
   * (0: there is none yet) and the generations are those that were read. A notification replaces one of the same id. False
   * when another instance was first, or something was lost meanwhile; then nothing is stored.
   */
  commit(change: Changeset): Promise<boolean>;
  /**
   * What tells whether a part of the store was lost since an earlier look, such as by eviction of its key; null where nothing
   * is stored, or all of it by a version of the bot that kept no generations.
   */
  generations(): Promise<Generations | null>;
  /** The version of what is known; 0 before the first commit, or after Redis has lost its data. */
  version(): Promise<number>;
  /** The newest audit entries, newest first. */
  audit(count: number): Promise<readonly string[]>;
}

/** The parts that are kept apart, each of which may be lost alone. */
export const PARTS = ['outbox', 'retries', 'leases', 'messages'] as const;
export type Part = (typeof PARTS)[number];

/** A text that each part has from its making until it is lost; null where the part is not there, or cannot be read. */
export type Generations = Readonly<Record<Part, string | null>>;

export interface StoredRecords {
  readonly version: number;
  readonly records: StateRecords;
  /** Whether these are all that there are, or only those that changed. */
  readonly isComplete: boolean;
}

export interface Changeset {
  readonly from: number;
  /** As they were read, to be compared for deliveries and messages; and that of a part that is made anew. */
  readonly generations?: { readonly read: Generations | null; readonly next: string };
  /** The version that it becomes, after data was lost: newer than any before. One more than `from` unless given. */
  readonly to?: number;
  /** The parts of the state that changed. */
  readonly records: StateRecords;
  readonly enqueue: readonly { readonly id: string; readonly text: string }[];
  /** Ids of deliveries that have become needless. */
  readonly cancel: readonly string[];
  readonly audit: readonly string[];
  /** Messages to restore after data was lost, or to forget (null text). */
  readonly messages: readonly MessageRefRow[];
}

/** How a delivery ended. */
export interface Completion {
  /** As it was sent; null when its message was found and it is not known as which text it was sent: it stays. */
  readonly text: string | null;
  readonly message: MessageRefUpdate | null;
  /** The message itself, where it is known; for a local outbox alone. */
  readonly posted?: { readonly channel: string; readonly ts: string };
  /** What is left to be done of it, in its place; nothing unless given. */
  readonly remaining?: string | null;
}

export interface MessageRefUpdate {
  readonly incidentId: string;
  readonly text: string;
}

export interface MessageRefRow {
  readonly incidentId: string;
  /** Null forgets it. */
  readonly text: string | null;
}

export interface OutboxRow {
  readonly id: string;
  readonly text: string;
  readonly attempts: RetryState | null;
}

/** What came of sending so far. */
export interface RetryState {
  readonly count: number;
  /** ISO 8601; not to be tried again before. */
  readonly notBefore: string | null;
  /** ISO 8601; since when a message may have been sent without our knowing. Null when none may. */
  readonly inDoubtSince: string | null;
  /** The message in whose thread that was; its alert may have been posted again since. */
  readonly inDoubtThread?: { readonly channel: string; readonly ts: string };
  readonly lastFailure: StoredFailure | null;
  /** ISO 8601; since when it could not be looked up whether it was sent. */
  readonly lookupSince?: string;
  /** How often it was sent without that being known, and got no answer. */
  readonly unverifiedPosts?: number;
  /** How often Slack refused this message, and not all of them; none unless given. */
  readonly refusals?: Refusals;
  /** A message of ours, of which it is not known yet whether it is a duplicate; in a local outbox alone. */
  readonly posted?: { readonly channel: string; readonly ts: string };
}

/** The ways in which a message is tried: as usual, as a message of its own in its channel, or in the fallback. */
export const WAYS = ['usual', 'plain', 'elsewhere'] as const;

export interface Refusals {
  /** In this way. */
  readonly count: number;
  /** ISO 8601; the first one, in whatever way. */
  readonly since: string;
  readonly way: (typeof WAYS)[number];
}

/** What Slack refused, and by which code; or why it could not be asked. */
export interface StoredFailure {
  readonly kind: 'channel' | 'token' | 'message' | 'other' | 'rate_limited' | 'unreachable';
  readonly detail: string;
}

export interface Claim {
  readonly text: string;
  readonly attempts: RetryState | null;
  /** True when an earlier claim ended without an outcome: its message may have been sent. */
  readonly previousLeaseExpired: boolean;
  /** Where the message of the incident that was asked for is; null for nowhere, and where none was asked for. */
  readonly messageRef: string | null;
}
