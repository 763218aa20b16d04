import type { TuningJob } from '../../state/tuning/records';
import { hasFailed, type SessionRuns, SUCCESS } from './sessionRuns';
import type { JobSummary, TuningStatusSnapshot } from './tuningSnapshot';

/** A session is idle when it has been without an iteration for longer than this, in ms. */
export const IDLE_MS = 10 * 60_000;

/** True when each known worker has an ended job; a job that names no worker may be anybody's. */
export function allKnownJobsEnded(jobs: readonly TuningJob[], workers: readonly string[]): boolean {
  const ended = jobs.filter(({ status }) => status !== null);
  const named = new Set(ended.map(({ worker }) => worker));
  const nameless = ended.filter(({ worker }) => worker === null).length;
  return workers.length > 0 && workers.filter((worker) => !named.has(worker)).length <= nameless;
}

/**
 * True when the ended jobs are the session's end. Jobs may run one after another, and the next worker is not known before
 * its first iteration: so only once the session is idle, and has reached the total that a person gave.
 */
export const isSessionEnded = (
  session: Pick<
    TuningStatusSnapshot,
    'haveKnownJobsEnded' | 'completedIterations' | 'failedIterations' | 'totalIterations'
  >,
  idleMs: number,
  idleAfterMs = IDLE_MS,
): boolean =>
  session.haveKnownJobsEnded &&
  session.completedIterations + session.failedIterations >= (session.totalIterations ?? 0) &&
  idleMs > idleAfterMs;

/** True when all that its total says has ended, or its jobs have. */
export const isSessionOver = (
  session: Pick<
    TuningStatusSnapshot,
    'haveJobsEnded' | 'completedIterations' | 'failedIterations' | 'totalIterations'
  >,
): boolean =>
  session.haveJobsEnded ||
  ((session.totalIterations ?? 0) > 0 &&
    session.completedIterations + session.failedIterations >= (session.totalIterations ?? 0));

/** A summary of the ended jobs; null when there are none. While the session runs again, of those of the new run. */
export function jobSummary(runs: SessionRuns, isRunningAgain: boolean): JobSummary | null {
  if (runs.newestJobs.length === 0) return null;
  const counted = isRunningAgain ? runs.jobs : runs.newestJobs;
  return {
    succeeded: counted.filter(({ status }) => status === SUCCESS).length,
    failed: [...counted]
      .sort((a, b) => (a.jobId < b.jobId ? -1 : 1))
      .flatMap((job) => {
        const { worker, status, returnCode, finishedAt } = job;
        return status === null || !hasFailed(job) ? [] : [{ worker, status, returnCode, finishedAt }];
      }),
    plannedAtLeast: plannedBy(counted),
    planned: plannedBy(runs.newestJobs),
    runs: runs.count,
  };
}

const plannedBy = (jobs: readonly TuningJob[]): number =>
  jobs.reduce((sum, { iterations }) => sum + (iterations ?? 0), 0);
