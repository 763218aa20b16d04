import type { Env, Mode } from '../../state/keys';
import type { Problem } from '../../state/problem';

/** Iteration numbers from `from` to `to`, both included. */
export interface IterationRange {
  readonly from: number;
  readonly to: number;
}

export interface WorkerProgress {
  readonly worker: string;
  /** Iterations whose status is `completed`. */
  readonly completed: number;
  /** Those with any other status, or none. */
  readonly failed: number;
  /** The numbers up to the worker's highest that were not written. */
  readonly missing: readonly IterationRange[];
  readonly lastUpdate: Date | null;
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

/**
 * The progress of a tuning session, at one instant. Null is "not reported" or "not known". If the session was run more than
 * once, workers, iterations and jobs are those of the newest run.
 */
export interface TuningStatusSnapshot {
  readonly sessionId: string;
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
