import type { SendFailure } from '../../slack/outbound/slackApi';
import type { Refusals, RetryState } from '../../storage/alertStore';
import { toStoredFailure } from '../failure';
import { backoffYieldingMs, FAULT_RETRY_MS, retryBackoffMs } from '../retryPolicy';
import { LONGEST_RATE_LIMIT_MS } from '../routing/rateLimiter';

interface RetryInput {
  readonly before: RetryState | null;
  /** Since when its message may have been sent without our knowing; null when it was not. */
  readonly inDoubtSince: Date | null;
  /** For how long Slack may still carry out what failed, in ms. */
  readonly inFlightMs: number;
  readonly refusals: Refusals | undefined;
  readonly now: Date;
  readonly random: () => number;
}

/** What is stored of the attempts to send a notification, after one that failed. */
export function nextRetryState(
  failure: SendFailure,
  { before, inDoubtSince, inFlightMs, refusals, now, random }: RetryInput,
): RetryState {
  const count = (before?.count ?? 0) + 1;
  const notBefore = new Date(now.getTime() + Math.max(retryDelayMs(failure, count, random), inFlightMs));
  return {
    count,
    notBefore: notBefore.toISOString(),
    inDoubtSince: inDoubtSince && (before?.inDoubtSince ?? inDoubtSince.toISOString()),
    lastFailure: toStoredFailure(failure),
    ...(refusals && { refusals }),
  };
}

function retryDelayMs(failure: SendFailure, count: number, random: () => number): number {
  if (failure.kind === 'rate_limited') return Math.min(failure.retryAfterMs, LONGEST_RATE_LIMIT_MS);
  // The channel's circuit is open for a while, and the most urgent that waits for it goes first: it need not be this one.
  if (failure.kind === 'not_sent') return 0;
  const needsAPerson =
    failure.kind === 'rejected' && (failure.scope === 'channel' || failure.scope === 'token');
  if (needsAPerson) return FAULT_RETRY_MS;
  return failure.kind === 'ambiguous' ? backoffYieldingMs(count, random) : retryBackoffMs(count, random);
}
