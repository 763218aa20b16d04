import type { TuningJob } from '../state/tuningRecords';
import type { JobSummary, TuningStatusSnapshot } from './tuningSnapshot';

const SUCCESS = 'SUCCESS';

/** A session is quiet when it has been without an iteration for longer than this, in ms. */
const QUIET_MS = 10 * 60_000;

/** True when each worker known has a job that ended, however it did; one that names no worker may be anybody's. */
export function haveKnownJobsEnded(jobs: readonly TuningJob[], workers: readonly string[]): boolean {
  const ended = jobs.filter(({ status }) => status !== null);
  const named = new Set(ended.map(({ worker }) => worker));
  const nameless = ended.filter(({ worker }) => worker === null).length;
  return workers.length > 0 && workers.filter((worker) => !named.has(worker)).length <= nameless;
}

/**
 * True when ended jobs are the session's end. Jobs may run one after another, and the next worker is not known before
 * its first iteration: so only once the session has been quiet, and never short of a total that a person gave.
 */
export const haveJobsEnded = (
  session: Pick<TuningStatusSnapshot, 'haveKnownJobsEnded' | 'completedIterations' | 'totalIterations'>,
  quietMs: number,
  quietAfterMs = QUIET_MS,
): boolean =>
  session.haveKnownJobsEnded &&
  session.completedIterations >= (session.totalIterations ?? 0) &&
  quietMs > quietAfterMs;

/** What the ended jobs of a session say together; null when there are none. */
export function jobSummary(jobs: readonly TuningJob[]): JobSummary | null {
  if (jobs.length === 0) return null;
  return {
    succeeded: jobs.filter(({ status }) => status === SUCCESS).length,
    failed: jobs.flatMap(({ worker, status, returnCode, finishedAt }) =>
      status === null || status === SUCCESS ? [] : [{ worker, status, returnCode, finishedAt }],
    ),
    plannedAtLeast: jobs.reduce((sum, { iterations }) => sum + (iterations ?? 0), 0),
  };
}
