import { setTimeout as delay } from 'node:timers/promises';
import { backoffMs } from '../../lib/backoff';
import { toSendFailure } from './apiFailure';
import type { SendFailure } from './slackApi';

const TRIES = 4;
/** Nobody waits longer for an answer, in ms. */
const LONGEST_WAIT_MS = 60_000;

interface CallOptions {
  /** Doing it twice does no harm, so that one of unknown outcome is done again. */
  readonly isIdempotent: boolean;
  /** Ends the waiting. */
  readonly signal: AbortSignal;
}

/** Calls Slack again while that may help, as long after a rate limit as it says. Rejects with the last error. */
export async function withRetries<T>(
  call: () => Promise<T>,
  { isIdempotent, signal }: CallOptions,
): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await call();
    } catch (error) {
      const waitMs = waitAfter(toSendFailure(error), tried, isIdempotent);
      if (tried === TRIES || waitMs === null || waitMs > LONGEST_WAIT_MS || signal.aborted) throw error;
      await delay(waitMs, null, { ref: false, signal });
    }
  }
}

/** Null where calling again does not help, or may do harm. */
function waitAfter(failure: SendFailure, tried: number, isIdempotent: boolean): number | null {
  switch (failure.kind) {
    case 'rate_limited':
      return failure.retryAfterMs;
    case 'not_sent':
      return backoffMs(tried, { firstMs: 1_000 });
    case 'ambiguous':
      return isIdempotent ? backoffMs(tried, { firstMs: 1_000 }) : null;
    case 'rejected':
      return failure.scope === 'transient' ? backoffMs(tried, { firstMs: 1_000 }) : null;
  }
}
