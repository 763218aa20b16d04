import type { Env, Mode } from '../../state/keys';
import type { Problem } from '../../state/problem';

/** Iteration numbers from `from` to `to`, both included. */
export interface IterationRange {
  readonly from: number;
  readonly to: number;
}

/** How fast a worker ends iterations, by the times of its newest ones; all in ms. */
export interface WorkerPace {
  /** The mean of its newest gaps between two iterations, 20 at most; those of its warm-up are left out. */
  readonly gapMs: number;
  /** The mean of the last five: where this differs, it has become slower or faster. */
  readonly newestGapMs: number;
  /** The standard deviation of those that `gapMs` is the mean of. */
  readonly spreadMs: number;
  readonly longestGapMs: number;
  /** How many gaps `gapMs` is the mean of. */
  readonly gaps: number;
}

export interface WorkerCount {
  readonly worker: string;
  /** Iterations whose status is `completed`. */
  readonly completed: number;
  /** Those with any other status, or none. */
  readonly failed: number;
  /** The numbers up to the worker's highest that were not written. */
  readonly missing: readonly IterationRange[];
  readonly lastUpdate: Date | null;
  /** Null while fewer than two of its iterations have times. */
  readonly pace: WorkerPace | null;
}

export interface WorkerProgress extends WorkerCount {
  /** Whether another iteration may come soon; one that has ended its job, or whose session has ended, does none. */
  readonly activity: 'active' | 'idle' | 'ended';
}

export interface StatusCount {
  /** The status as written; null for iterations that carry none. */
  readonly status: string | null;
  readonly count: number;
}

/** The ended jobs of a distributed session's newest run: the last of each worker. */
export interface JobSummary {
  readonly succeeded: number;
  /** Those with any status but SUCCESS, such as FAILED or CANCELLED. */
  readonly failed: readonly FailedJob[];
  /** The sum of the ended jobs' planned iterations, a lower bound: those of running jobs are stored nowhere. */
  readonly plannedAtLeast: number;
  /** The sum over the newest job of each worker; while the session runs again, some are of the previous run. */
  readonly planned: number;
  /** How often the session was run, a running run included. */
  readonly runs: number;
}

export interface FailedJob {
  readonly worker: string | null;
  readonly status: string;
  readonly returnCode: number | null;
  readonly finishedAt: Date | null;
}

/** When a session ends, or why that cannot be said. */
export type TuningEta =
  | { readonly kind: 'range'; readonly from: Date; readonly to: Date }
  /** An active worker has ended too few iterations. */
  | {
      readonly kind: 'too_early';
      readonly worker: string;
      readonly ended: number;
      readonly needed: number;
    }
  /** No worker is active; `stalled` once that lasts longer than a pause between two iterations can explain. */
  | { readonly kind: 'quiet' | 'stalled'; readonly sinceMs: number };

/**
 * The progress of a tuning session, at one instant. Null is "not reported" or "not known". If the session was run more than
 * once, workers, iterations and jobs are those of the newest run.
 */
export interface TuningStatusSnapshot {
  readonly sessionId: string;
  /** What somebody calls it; null where nobody has named it. */
  readonly name: string | null;
  readonly env: Env;
  /** Null where there are only jobs, and none tells its mode. */
  readonly mode: Mode | null;
  /** As a person gave it; null when nobody did. */
  readonly totalIterations: number | null;
  /** Iterations, each the pair (worker, n), whose status is `completed`. */
  readonly completedIterations: number;
  /** Those with any other status, or none. */
  readonly failedIterations: number;
  /** The workers that have ended an iteration, by code point. */
  readonly workers: readonly string[];
  readonly byWorker: readonly WorkerProgress[];
  readonly byStatus: readonly StatusCount[];
  /** The fields of iterations beyond session_id, worker_id, iteration, status and timestamp, by code point. */
  readonly metricsKeys: readonly string[];
  readonly firstUpdate: Date | null;
  /** The newest iteration's time, of any run. */
  readonly lastUpdate: Date | null;
  /** The mean time between two iterations of the slowest worker; null while none has two with times. */
  readonly usualGapMs: number | null;
  /** `completedIterations` in per cent of the total, which may be over 100; null when the total is not known. */
  readonly progressPct: number | null;
  /** When it ends; null where the total is not known, nothing is left to do, or no iteration tells a time of now. */
  readonly eta: TuningEta | null;
  /** Null when no job of this session has ended. */
  readonly jobs: JobSummary | null;
  /** True while the newest run is not the first, and is running or may be. */
  readonly runningAgain: boolean;
  /** Iterations of earlier runs, which count nowhere else. */
  readonly earlierIterations: number;
  /** The workers without an iteration in the newest run, by code point. */
  readonly earlierWorkers: readonly string[];
  /** True when each known worker has an ended job, and the session does not run again. */
  readonly haveKnownJobsEnded: boolean;
  /** True when that is the session's end; see isSessionEnded. */
  readonly haveJobsEnded: boolean;
  /** The policy by which Redis has evicted keys, so that iterations may be missing; else null. */
  readonly evictionPolicy: string | null;
  /** When the snapshot was taken, by our clock. */
  readonly timestamp: Date;
  readonly problems: readonly Problem[];
  /** How many further problems there are. */
  readonly problemsOmitted: number;
}
