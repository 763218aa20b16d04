import type { TuningJob } from '../../state/tuning/records';
import { hasFailed, IDLE_MS } from './jobSummary';
import { OLDER_BY_MS, type SessionRuns, sessionRuns } from './sessionRuns';
import {
  COUNT_ALL,
  COUNT_NONE,
  type Counting,
  longestGapMs,
  type WorkerAccumulator,
  type WorkerResult,
} from './workerProgress';

/** What a session's workers have done in its newest run. */
export interface RunCount {
  /** Of each worker of the session. */
  readonly results: readonly WorkerResult[];
  /** True while the newest run is not the first, and is under way or may be. */
  readonly isRunningAgain: boolean;
}

/** A session's runs, and what was done in the newest. */
export interface CountedRuns {
  readonly runs: SessionRuns;
  /** As of `nowMs`; `newestMs` is the session's newest iteration's time, null for none (both in ms since the epoch). */
  count(nowMs: number, newestMs: number | null): RunCount;
  /** The same, without the iterations that it was counted from. */
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
    if (runs.isUnderWay) return { results: results(true), isRunningAgain: true };
    if (runs.mayGoOn) {
      const again = results(true);
      if (isAwaited(again, runs, nowMs, newestMs)) return { results: again, isRunningAgain: true };
    }
    return { results: results(false), isRunningAgain: false };
  },
  toAggregate: () => {
    const [again, ended] = [results(true), results(false)];
    return withRuns(runs, (isRunningAgain) => (isRunningAgain ? again : ended));
  },
});

/** No next worker is waited for longer than this, in ms. */
const AWAITED_AT_MOST_MS = 6 * 3_600_000;

/** The next worker's first iteration takes as long as the others' do, and not just as long. */
function isAwaited(
  results: readonly WorkerResult[],
  { lastEndMs }: SessionRuns,
  nowMs: number,
  newestMs: number | null,
): boolean {
  const lastMs = Math.max(lastEndMs ?? Number.NEGATIVE_INFINITY, newestMs ?? Number.NEGATIVE_INFINITY);
  const twoGapsMs = Math.min(2 * (longestGapMs(results) ?? 0), AWAITED_AT_MOST_MS);
  return nowMs - lastMs <= Math.max(IDLE_MS, twoGapsMs);
}

/** What was written since the newest run began. */
function sinceStart(worker: string, runs: SessionRuns): Counting {
  if (runs.isOlder(worker)) return COUNT_NONE;
  return { fromMs: runs.againSinceMs(worker) ?? runs.startMs ?? Number.NEGATIVE_INFINITY, undated: false };
}

/**
 * What a worker's newest job wrote: what it left unwritten of an older run does not count. Times of one zone may go back
 * by an hour in autumn, so a job that succeeded may seem to have written before it began.
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
