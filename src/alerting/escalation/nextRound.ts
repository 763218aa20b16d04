import { addMs } from '../../lib/time';
import type { Escalation, PageRecord } from './escalation';

/** So long after a round that reached nobody the next begins, in ms; twice as long after each, up to an hour. */
const FIRST_WAIT_MS = 300_000;
const LONGEST_WAIT_MS = 3_600_000;

const beginsRound = ({ step }: PageRecord, before: PageRecord | undefined): boolean =>
  before === undefined || step <= before.step;

/**
 * When the escalation begins anew, the last of its steps having failed: where none of them reached anybody, and what kept them
 * may pass, as where Slack could not be reached. Null where somebody was paged, or nobody ever can be.
 */
export function nextRoundAt({ pages, since }: Escalation, now: Date): Date | null {
  const own = pages.filter(({ at }) => at >= since);
  const starts = own.flatMap((page, i) => (beginsRound(page, own[i - 1]) ? [i] : []));
  const round = own.slice(starts.at(-1) ?? 0);
  const reachedNobody = round.length > 0 && round.every(({ failure }) => failure !== null);
  if (!reachedNobody || round.every(({ inDoubt }) => inDoubt === undefined)) return null;
  return addMs(now, Math.min(FIRST_WAIT_MS * 2 ** (starts.length - 1), LONGEST_WAIT_MS));
}

/** The escalation from its first step on, at that time. */
export const begunAnew = (escalation: Escalation, at: Date): Escalation => ({
  ...escalation,
  status: 'running',
  step: 0,
  dueAt: at,
});
