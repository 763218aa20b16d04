import { msBetween } from '../../lib/time';
import type { RetryState } from '../../storage/alertStore';
import type { PageNotification } from '../model/notification';
import { retryBackoffMs } from '../retryPolicy';

/** No page waits for longer than this for its next attempt, whatever its receiver asks for, in ms. */
export const MAX_PAGE_WAIT_MS = 60_000;

/**
 * After so many attempts, or so long, a page has failed and the next step is due. It is tried at least three times, however
 * late it is: the bot may not have run.
 */
const LIMITS = {
  trigger: { attempts: 12, ms: 5 * 60_000 },
  // Nothing waits for these, and a service that is not told goes on ringing.
  acknowledge: { attempts: 60, ms: 60 * 60_000 },
  resolve: { attempts: 60, ms: 60 * 60_000 },
} as const;
const MIN_ATTEMPTS = 3;

/** Whether a page that has failed so often is given up. */
export function isGivenUp(
  { event, detectedAt }: PageNotification,
  { count }: RetryState,
  now: Date,
): boolean {
  const { attempts, ms } = LIMITS[event];
  return count >= attempts || (count >= MIN_ATTEMPTS && msBetween(detectedAt, now) >= ms);
}

/** What is stored after an attempt that failed. */
export function nextPageRetry(
  before: RetryState | null,
  failure: { readonly detail: string; readonly retryAfterMs?: number },
  now: Date,
  random: () => number,
): RetryState {
  const count = (before?.count ?? 0) + 1;
  const waitMs = Math.max(failure.retryAfterMs ?? 0, retryBackoffMs(count, random));
  return {
    count,
    notBefore: new Date(now.getTime() + Math.min(waitMs, MAX_PAGE_WAIT_MS)).toISOString(),
    inDoubtSince: null,
    lastFailure: { kind: 'other', detail: failure.detail },
  };
}
