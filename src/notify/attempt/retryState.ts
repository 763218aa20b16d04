import { earlier } from '../../lib/time';
import type { SendFailure } from '../../slack/outbound/slackApi';
import type { Refusals, RetryState } from '../../storage/alertStore';
import { toStoredFailure } from '../failure';
import { backoffYieldingMs, FAULT_RETRY_MS, LONGEST_LOOKUP_RETRY_MS, retryBackoffMs } from '../retryPolicy';
import { LONGEST_RATE_LIMIT_MS } from '../routing/rateLimiter';

interface RetryInput {
  readonly before: RetryState | null;
  /** Since when its message may have been sent without our knowing; null when it was not. */
  readonly inDoubtSince: Date | null;
  /** The message in whose thread that was; null for none. */
  readonly inDoubtThread: RetryState['inDoubtThread'] | null;
  /** For how long Slack may still carry out what failed, in ms. */
  readonly inFlightMs: number;
  readonly refusals: Refusals | undefined;
  /** Since when it could not be looked up whether it was sent, in this attempt, though Slack was there; null for another failure. */
  readonly lookupSince: Date | null;
  /** It was sent without that being known, and got no answer. */
  readonly isUnverifiedPost: boolean;
  readonly now: Date;
  readonly random: () => number;
}

/** What is stored of the attempts to send a notification, after one that failed. */
export function nextRetryState(failure: SendFailure, input: RetryInput): RetryState {
  const { before, inDoubtSince, inFlightMs, refusals, lookupSince, isUnverifiedPost, now, random } = input;
  const inDoubtThread = inDoubtSince && (before?.inDoubtThread ?? input.inDoubtThread);
  const count = (before?.count ?? 0) + 1;
  const waitMs = Math.min(
    retryDelayMs(failure, count, random),
    lookupSince !== null || isUnverifiedPost ? LONGEST_LOOKUP_RETRY_MS : Number.POSITIVE_INFINITY,
  );
  const unverifiedPosts = (before?.unverifiedPosts ?? 0) + (isUnverifiedPost ? 1 : 0);
  return {
    count,
    notBefore: new Date(now.getTime() + Math.max(waitMs, inFlightMs)).toISOString(),
    inDoubtSince: inDoubtSince && (before?.inDoubtSince ?? inDoubtSince.toISOString()),
    ...(inDoubtThread && { inDoubtThread }),
    lastFailure: toStoredFailure(failure),
    ...(lookupSince && { lookupSince: firstOf(before?.lookupSince, lookupSince).toISOString() }),
    ...(unverifiedPosts > 0 && { unverifiedPosts }),
    ...(refusals && { refusals }),
  };
}

/** Our clock may have been set back since the first. */
const firstOf = (first: string | undefined, now: Date): Date =>
  first === undefined ? now : earlier(new Date(first), now);

function retryDelayMs(failure: SendFailure, count: number, random: () => number): number {
  if (failure.kind === 'rate_limited') return Math.min(failure.retryAfterMs, LONGEST_RATE_LIMIT_MS);
  // The channel's circuit is open for a while, and the most urgent that waits for it goes first: it need not be this one.
  if (failure.kind === 'not_sent') return 0;
  const needsAPerson =
    failure.kind === 'rejected' && (failure.scope === 'channel' || failure.scope === 'token');
  if (needsAPerson) return FAULT_RETRY_MS;
  return failure.kind === 'ambiguous' ? backoffYieldingMs(count, random) : retryBackoffMs(count, random);
}
