import type { TuningJob } from '../state/tuningRecords';
import type { JobSummary } from './tuningSnapshot';

const SUCCESS = 'SUCCESS';

/** True when as many jobs have ended, however they did, as there are workers. */
export const haveJobsEnded = (jobs: JobSummary | null, workers: number): boolean =>
  jobs !== null && workers > 0 && jobs.succeeded + jobs.failed.length >= workers;

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
