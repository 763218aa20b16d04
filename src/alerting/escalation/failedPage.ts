import type { Escalation } from './escalation';
import { begunAnew, nextRoundAt } from './nextRound';

/** What follows at once from a page that failed: the next step; nobody, until it begins anew if it does; null for nothing. */
export type Follows = 'next' | 'nobody' | null;

interface FailedAs {
  readonly n: number;
  readonly code: string;
  readonly inDoubt?: true | undefined;
}

/** An escalation of which a page has failed, and what follows. */
interface AfterFailure {
  readonly escalation: Escalation;
  readonly follows: Follows;
  /** When it begins anew; null for never. */
  readonly againAt: Date | null;
}

/**
 * The escalation once a page of it has failed. `mayFollow`: it was the newest page, and the alert is still to be escalated.
 */
export function withFailedPage(
  escalation: Escalation,
  { n, code, inDoubt }: FailedAs,
  { now, mayFollow, mayBeginAnew }: { now: Date; mayFollow: boolean; mayBeginAnew: boolean },
): AfterFailure {
  const pages = escalation.pages.map((page) =>
    page.n === n ? { ...page, failure: code, ...(inDoubt && { inDoubt }) } : page,
  );
  const failed = { ...escalation, pages };
  if (!mayFollow) return { escalation: failed, follows: null, againAt: null };
  if (failed.status === 'running')
    return { escalation: { ...failed, dueAt: now }, follows: 'next', againAt: null };
  const againAt = mayBeginAnew ? nextRoundAt(failed, now) : null;
  const next = againAt === null ? failed : begunAnew(failed, againAt);
  return { escalation: next, follows: 'nobody', againAt };
}
