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
  /** Numbers from 1 up to the worker's highest that nobody wrote. */
  readonly missing: readonly IterationRange[];
  readonly lastUpdate: Date | null;
}

export interface StatusCount {
  /** The status as written; null for iterations that carry none. */
  readonly status: string | null;
  readonly count: number;
}

/**
 * The ended jobs of a distributed session's newest run; a job that its worker's next one replaced is left out. The planned
 * iterations of jobs still running are not stored anywhere.
 */
export interface JobSummary {
  readonly succeeded: number;
  /** Those with any status but SUCCESS, such as FAILED or CANCELLED. */
  readonly failed: readonly FailedJob[];
  /** The sum of the ended jobs' planned iterations: a lower bound of the run's total. */
  readonly plannedAtLeast: number;
  /**
   * The sum over the newest job of each worker. While the session runs again, that of workers that have not ended again is
   * of the run before.
   */
  readonly planned: number;
  /** How often the session was run, as far as its jobs and iterations tell; a run that is under way counts. */
  readonly runs: number;
}

export interface FailedJob {
  readonly worker: string | null;
  readonly status: string;
  readonly returnCode: number | null;
  readonly finishedAt: Date | null;
}

/**
 * How far a tuning session is, at one instant. `null` is "not reported" or "not known". All times are instants. Of one that
 * was run more than once, workers, iterations and jobs are those of the newest run.
 */
export interface TuningStatusSnapshot {
  readonly sessionId: string;
  readonly env: Env;
  /** Null where nothing but jobs is known of the session, and none tells its mode. */
  readonly mode: Mode | null;
  /** As a person gave it; null when nobody did. */
  readonly totalIterations: number | null;
  /** Iterations, each the pair (worker, n), whose status is `completed`. */
  readonly completedIterations: number;
  /** Those with any other status, or none: they have ended as well. */
  readonly failedIterations: number;
  /** The names of the workers that have ended an iteration, by code point. */
  readonly workers: readonly string[];
  readonly byWorker: readonly WorkerProgress[];
  readonly byStatus: readonly StatusCount[];
  /** The names of fields that iterations carry beyond session_id, worker_id, iteration, status, timestamp; by code point. */
  readonly metricsKeys: readonly string[];
  readonly firstUpdate: Date | null;
  /** The newest iteration's time, of whichever run. */
  readonly lastUpdate: Date | null;
  /** The mean time between two iterations of one worker, of the slowest; null while none has two with times. */
  readonly usualGapMs: number | null;
  /** `completedIterations` in per cent of the total; over 100 when more came than was told; null when the total is not known. */
  readonly progressPct: number | null;
  /** Null when no job of this session has ended, or it has none. */
  readonly jobs: JobSummary | null;
  /** True while the newest run is not the first, and is under way, or may be. */
  readonly runningAgain: boolean;
  /** Iterations that earlier runs left; they count nowhere else. */
  readonly earlierIterations: number;
  /** The workers that have ended none in the newest run; by code point. */
  readonly earlierWorkers: readonly string[];
  /** True when each worker known has an ended job, and it does not run again; how many jobs it was given is stored nowhere. */
  readonly haveKnownJobsEnded: boolean;
  /**
   * True when those are its end: no iteration came for ten minutes, or each worker of the run before has run again; and it
   * is not short of its total.
   */
  readonly haveJobsEnded: boolean;
  /** The policy by which Redis has evicted keys, so that iterations may be missing; null when it has not, or does not tell. */
  readonly evictionPolicy: string | null;
  /** When the snapshot was taken, by our clock. */
  readonly timestamp: Date;
  readonly problems: readonly Problem[];
  /** How many further problems there are beyond those listed. */
  readonly problemsOmitted: number;
}
