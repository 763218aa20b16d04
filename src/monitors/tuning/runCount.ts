import type { TuningJob } from '../../state/tuning/records';
import { IDLE_MS } from './jobSummary';
import { hasFailed, OLDER_BY_MS, type SessionRuns, sessionRuns } from './sessionRuns';
import {
  COUNT_ALL,
  COUNT_NONE,
  type Counting,
  longestGapMs,
  type WorkerAccumulator,
  type WorkerResult,
} from './workerProgress';

/** What a session's workers did in its newest run. */
export interface RunCount {
  readonly results: readonly WorkerResult[];
  /** True while the newest run is not the first, and is running or may be. */
  readonly isRunningAgain: boolean;
}

export interface CountedRuns {
  readonly runs: SessionRuns;
  /** `newestMs` is the time of the session's newest iteration, null for none; both in ms since the epoch. */
  count(nowMs: number, newestMs: number | null): RunCount;
  /** A copy without the iterations. */
  toAggregate(): CountedRuns;
}

export function countedRuns(
  jobs: readonly TuningJob[],
  workers: ReadonlyMap<string, WorkerAccumulator>,
): CountedRuns {
  const runs = sessionRuns(jobs, workers);
  const newestJobOf = new Map(runs.newestJobs.map((job) => [job.worker, job]));
  return withRuns(runs, (isRunningAgain) =>
    [...workers].map(([worker, tally]) => {
      const counting = isRunningAgain
        ? sinceStart(worker, runs)
        : ofItsJob(worker, newestJobOf.get(worker), tally, runs);
      return tally.result(counting);
    }),
  );
}

const withRuns = (runs: SessionRuns, results: (isRunningAgain: boolean) => WorkerResult[]): CountedRuns => ({
  runs,
  count: (nowMs, newestMs) => {
    if (runs.isRunning) return { results: results(true), isRunningAgain: true };
    if (runs.mayContinue) {
      const again = results(true);
      if (isNextExpected(again, runs, nowMs, newestMs)) return { results: again, isRunningAgain: true };
    }
    return { results: results(false), isRunningAgain: false };
  },
  toAggregate: () => {
    const [again, ended] = [results(true), results(false)];
    return withRuns(runs, (isRunningAgain) => (isRunningAgain ? again : ended));
  },
});

/** The next worker is expected for no longer than this, in ms. */
const MAX_WAIT_MS = 6 * 3_600_000;

/** The next worker's first iteration may take about as long as the others' do. */
function isNextExpected(
  results: readonly WorkerResult[],
  { lastEndMs }: SessionRuns,
  nowMs: number,
  newestMs: number | null,
): boolean {
  const lastMs = Math.max(lastEndMs ?? Number.NEGATIVE_INFINITY, newestMs ?? Number.NEGATIVE_INFINITY);
  const twoGapsMs = Math.min(2 * (longestGapMs(results) ?? 0), MAX_WAIT_MS);
  return nowMs - lastMs <= Math.max(IDLE_MS, twoGapsMs);
}

/** What was written since the newest run began. */
function sinceStart(worker: string, runs: SessionRuns): Counting {
  if (runs.isOlder(worker)) return COUNT_NONE;
  return { fromMs: runs.againSinceMs(worker) ?? runs.startMs ?? Number.NEGATIVE_INFINITY, undated: false };
}

/**
 * What a worker's newest job wrote, and not what is left of an older run. Local times go back by an hour in autumn, so a
 * job that succeeded may seem to have written before it began.
 */
function ofItsJob(
  worker: string,
  job: TuningJob | undefined,
  { newestMs }: WorkerAccumulator,
  runs: SessionRuns,
): Counting {
  if (runs.isOlder(worker)) return COUNT_NONE;
  const fromMs = job?.startedAt?.getTime();
  if (job === undefined || fromMs === undefined) return COUNT_ALL;
  const hasWritten = newestMs === null || newestMs >= fromMs;
  return { fromMs: hasWritten || hasFailed(job) ? fromMs : fromMs - OLDER_BY_MS, undated: true };
}
