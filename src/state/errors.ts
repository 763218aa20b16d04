import { tooLongWords } from './readLimits';

/**
 * Why the state cannot be read just now. `unreachable`: no connection. `slow`: no answer within the command time-out.
 * `loading`: Redis is there, and its data is not (starting, busy with a script, a cluster with slots that nobody
 * serves). `refused`: it wants another user, password or database, or does not allow the command.
 */
export type UnavailableReason = 'unreachable' | 'slow' | 'loading' | 'refused';

const IN_WORDS: Readonly<Record<UnavailableReason, string>> = {
  unreachable: 'cannot be reached',
  slow: 'does not answer in time',
  loading: 'is not ready',
  refused: 'refuses',
};

/** The traders' state cannot be read. Thrown instead of an empty answer. */
export class StateUnavailableError extends Error {
  /** Redis itself said so in reply to the command, of which it did nothing. */
  readonly isReply: boolean;

  constructor(
    readonly reason: UnavailableReason,
    /** Since when reads have failed without one success between, by our clock. */
    readonly since: Date,
    options: { readonly cause?: unknown; readonly detail?: string; readonly isReply?: boolean } = {},
  ) {
    super(`Redis ${IN_WORDS[reason]}${options.detail ? `: ${options.detail}` : ''}`, {
      cause: options.cause,
    });
    this.name = 'StateUnavailableError';
    this.isReply = options.isReply === true;
  }

  /** What is wrong, with nothing of where Redis is and what it said: for whoever may read it. */
  get inPublic(): string {
    return `Redis ${IN_WORDS[this.reason]}`;
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
