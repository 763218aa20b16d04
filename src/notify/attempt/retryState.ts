import type { Attempts } from '../../storage/alertStore';
import { type Failure, troubleText } from '../failure';
import { FAULT_RETRY_MS, retryInMs, retryLettingByInMs } from '../retryPolicy';

interface Circumstances {
  readonly before: Attempts | null;
  /** Since when its message may have been sent without our knowing; null when it was not. */
  readonly unknownSince: Date | null;
  /** For how long Slack may still carry out what failed, in ms. */
  readonly mayLandForMs: number;
  readonly now: Date;
  readonly random: () => number;
}

/** What is remembered of the tries to send a delivery, after one that failed. */
export function attemptsAfter(
  failure: Failure,
  { before, unknownSince, mayLandForMs, now, random }: Circumstances,
): Attempts {
  const count = (before?.count ?? 0) + 1;
  const notBefore = new Date(now.getTime() + Math.max(waitMs(failure, count, random), mayLandForMs));
  return {
    count,
    notBefore: notBefore.toISOString(),
    unknownSince: unknownSince && (before?.unknownSince ?? unknownSince.toISOString()),
    lastError: troubleText(failure),
  };
}

function waitMs(failure: Failure, count: number, random: () => number): number {
  if (failure.kind === 'throttled') return failure.retryAfterMs;
  // The road is closed for a while, and the most urgent that waits for it goes first: it need not be this one.
  if (failure.kind === 'notSent') return 0;
  const needsAPerson =
    failure.kind === 'refused' && (failure.mends === 'channel' || failure.mends === 'token');
  if (needsAPerson) return FAULT_RETRY_MS;
  return failure.kind === 'unknown' ? retryLettingByInMs(count, random) : retryInMs(count, random);
}
