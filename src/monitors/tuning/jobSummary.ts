import type { TuningJob } from '../../state/tuning/records';
import type { SessionRuns } from './sessionRuns';
import type { JobSummary, TuningStatusSnapshot } from './tuningSnapshot';

const SUCCESS = 'SUCCESS';

/** A session is quiet when it has been without an iteration for longer than this, in ms. */
export const IDLE_MS = 10 * 60_000;

/** True of a job that ended in any way but with success; not where it is not told how it ended. */
export const hasFailed = ({ status }: TuningJob): boolean => status !== null && status !== SUCCESS;

/** True when each worker known has a job that ended, however it did; one that names no worker may be anybody's. */
export function allKnownJobsEnded(jobs: readonly TuningJob[], workers: readonly string[]): boolean {
  const ended = jobs.filter(({ status }) => status !== null);
  const named = new Set(ended.map(({ worker }) => worker));
  const nameless = ended.filter(({ worker }) => worker === null).length;
  return workers.length > 0 && workers.filter((worker) => !named.has(worker)).length <= nameless;
}

/**
 * True when ended jobs are the session's end. Jobs may run one after another, and the next worker is not known before
 * its first iteration: so only once the session has been quiet, and never short of a total that a person gave.
 */
export const isSessionEnded = (
  session: Pick<
    TuningStatusSnapshot,
    'haveKnownJobsEnded' | 'completedIterations' | 'failedIterations' | 'totalIterations'
  >,
  quietMs: number,
  quietAfterMs = IDLE_MS,
): boolean =>
  session.haveKnownJobsEnded &&
  session.completedIterations + session.failedIterations >= (session.totalIterations ?? 0) &&
  quietMs > quietAfterMs;

/**
 * What the ended jobs of a session say together; null when there are none. While it runs again, only those of the run
 * that is under way have succeeded or failed.
 */
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
