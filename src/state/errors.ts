/** Why the state cannot be read just now. */
export type UnavailableReason = 'unreachable' | 'slow' | 'loading' | 'refused';

/** The traders' state cannot be read. Thrown instead of an empty answer. */
export class StateUnavailableError extends Error {
  constructor(
    readonly reason: UnavailableReason,
    /** Since when reads have failed without one success between, by our clock. */
    readonly since: Date,
    options: { readonly cause?: unknown; readonly detail?: string } = {},
  ) {
    super(`Redis is ${reason}${options.detail ? `: ${options.detail}` : ''}`, { cause: options.cause });
    this.name = 'StateUnavailableError';
  }
}

/** A key holds another type than the grammar says. */
export class WrongTypeError extends Error {
  constructor(
    readonly key: string,
    readonly expected: 'string' | 'hash',
  ) {
    super(`${key} is not a ${expected}`);
    this.name = 'WrongTypeError';
  }
}
