import { addMs } from '../../lib/time';
import type { Escalation, PageRecord } from './escalation';

/** So long after a round that reached nobody the next begins, in ms. */
const NEXT_ROUND_MS = 300_000;

const beginsRound = ({ step }: PageRecord, before: PageRecord | undefined): boolean =>
  before === undefined || step <= before.step;

/**
 * When the escalation begins anew, the last of its steps having failed: where none of them reached anybody, and what kept them
 * may pass, as where Slack could not be reached. Null where somebody was paged, or nobody ever can be.
 */
export function nextRoundAt({ pages, since }: Escalation, now: Date): Date | null {
  const own = pages.filter(({ at }) => at >= since);
  const round = own.slice(own.findLastIndex((page, i) => beginsRound(page, own[i - 1])));
  const reachedNobody = round.length > 0 && round.every(({ failure }) => failure !== null);
  if (!reachedNobody || round.every(({ inDoubt }) => inDoubt === undefined)) return null;
  return addMs(now, NEXT_ROUND_MS);
}

/** Whether the same step failed for the same reason in the round before: then people know. */
export function hasFailedBefore(
  { pages, since }: Escalation,
  { n, step }: PageRecord,
  code: string,
): boolean {
  const before = pages.findLast((page) => page.n < n && page.step === step && page.at >= since);
  return before !== undefined && before.failure === code;
}

/** The escalation from its first step on, at that time. */
export function begunAnew({ stepAfterMs: _, ...escalation }: Escalation, at: Date): Escalation {
  return { ...escalation, status: 'running', step: 0, dueAt: at };
}
