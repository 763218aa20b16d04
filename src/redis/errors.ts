import { tooLongWords } from './readLimits';
/** Why Redis takes no writes, though what it holds can be read. Each is a reply of its own: OOM, NOREPLICAS, MISCONF, READONLY. */
export const WRITE_REFUSALS = ['out_of_memory', 'too_few_replicas', 'not_saved', 'read_only'] as const;
export type WriteRefusal = (typeof WRITE_REFUSALS)[number];

/**
 * `unreachable`: no connection. `slow`: no reply within the command time-out. `loading`: Redis is there, and its data is
 * not (starting, busy with a script, a cluster with slots that no node serves). `refused`: it wants another user, password
 * or database, or does not permit the command. The others: it can be read, and refuses writes.
 */
export const UNAVAILABLE_REASONS = ['unreachable', 'slow', 'loading', 'refused', ...WRITE_REFUSALS] as const;
export type UnavailableReason = (typeof UNAVAILABLE_REASONS)[number];

export const isWriteRefusal = (reason: UnavailableReason): reason is WriteRefusal =>
  WRITE_REFUSALS.some((each) => each === reason);

/** Whose Redis it is: the traders', which may hold what the bot keeps, too; or a store of the bot's own. */
export const REDIS_ROLES = ['traders', 'store'] as const;
export type RedisRole = (typeof REDIS_ROLES)[number];

/** Why nothing can be stored, though the traders can be read. */
export interface StoreOutage {
  readonly role: RedisRole;
  readonly reason: UnavailableReason;
}

const REASON_TEXTS: Readonly<Record<UnavailableReason, string>> = {
  unreachable: 'cannot be reached',
  slow: 'does not answer in time',
  loading: 'is not ready',
  refused: 'refuses',
  out_of_memory: 'refuses writes: out of memory',
  too_few_replicas: 'refuses writes: too few replicas follow it',
  not_saved: 'refuses writes: it cannot save its data to disk',
  read_only: 'refuses writes: it is a read-only replica',
};

export const serverName = (role: RedisRole): string => (role === 'traders' ? 'Redis' : "arbwatch's store");

/** `Redis refuses writes: out of memory`, without its address and its own words: safe to show to anybody. */
export const inPublic = ({ role, reason }: StoreOutage): string =>
  `${serverName(role)} ${REASON_TEXTS[reason]}`;

interface Options {
  readonly cause?: unknown;
  readonly detail?: string;
  readonly isReply?: boolean;
  /** The traders' unless given. */
  readonly role?: RedisRole;
}

/** The traders' state cannot be read, or what the bot keeps cannot be read or written. Thrown instead of an empty answer. */
export class StateUnavailableError extends Error {
  /** Redis itself said so in reply to the command, of which it did nothing. */
  readonly isReply: boolean;
  readonly role: RedisRole;

  constructor(
    readonly reason: UnavailableReason,
    /** Since when it has been so without one success between, by our clock. */
    readonly since: Date,
    { cause, detail, isReply = false, role = 'traders' }: Options = {},
  ) {
    super(`${inPublic({ role, reason })}${detail ? `: ${detail}` : ''}`, { cause });
    this.name = 'StateUnavailableError';
    this.isReply = isReply;
    this.role = role;
  }

  /** What is wrong, without Redis's address and its own words: safe to show to anybody. */
  get inPublic(): string {
    return inPublic(this);
  }

  /** Why nothing can be stored; null where it says that the traders cannot be read. */
  get storeOutage(): StoreOutage | null {
    const { role, reason } = this;
    return role === 'store' || isWriteRefusal(reason) ? { role, reason } : null;
  }
}

/** A key is there, and what it holds cannot be taken. */
export class UnusableKeyError extends Error {
  constructor(
    readonly key: string,
    /** Why, as the end of a sentence. */
    readonly what: string,
  ) {
    super(`${key} ${what}`);
    this.name = 'UnusableKeyError';
  }
}

/** A key holds another type than the grammar says. */
export class WrongTypeError extends UnusableKeyError {
  constructor(
    key: string,
    readonly expected: 'string' | 'hash',
  ) {
    super(key, `is not a ${expected}`);
    this.name = 'WrongTypeError';
  }
}

/** A key holds a string that is too long to be read. */
export class TooLongError extends UnusableKeyError {
  constructor(key: string, bytes: number) {
    super(key, tooLongWords(bytes));
    this.name = 'TooLongError';
  }
}
