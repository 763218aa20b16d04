import type { Env, Mode } from '../state/keys';
import type { Problem } from '../state/problem';

/** Iteration numbers from `from` to `to`, both included. */
export interface IterationRange {
  readonly from: number;
  readonly to: number;
}

export interface WorkerProgress {
  readonly worker: string;
  /** Iterations whose status is `completed`. */
  readonly completed: number;
  /** Numbers from 1 up to the worker's highest that nobody wrote. */
  readonly missing: readonly IterationRange[];
  readonly lastUpdate: Date | null;
}

export interface StatusCount {
  /** The status as written; null for iterations that carry none. */
  readonly status: string | null;
  readonly count: number;
}

/** The ended jobs of a distributed session. The planned iterations of jobs still running are not stored anywhere. */
export interface JobSummary {
  readonly succeeded: number;
  /** Those with any status but SUCCESS, such as FAILED or CANCELLED. */
  readonly failed: readonly FailedJob[];
  /** The sum of the ended jobs' planned iterations: a lower bound of the session's total. */
  readonly plannedAtLeast: number;
}

export interface FailedJob {
  readonly worker: string | null;
  readonly status: string;
  readonly returnCode: number | null;
  readonly finishedAt: Date | null;
}

/** How far a tuning session is, at one instant. `null` is "not reported" or "not known". All times are instants. */
export interface TuningStatusSnapshot {
  readonly sessionId: string;
  readonly env: Env;
  /** Null where nothing but jobs is known of the session, and none tells its mode. */
  readonly mode: Mode | null;
  /** As a person gave it; null when nobody did. */
  readonly totalIterations: number | null;
  /** Iterations, each the pair (worker, n), whose status is `completed`. */
  readonly completedIterations: number;
  /** The workers' names, sorted. */
  readonly workers: readonly string[];
  readonly byWorker: readonly WorkerProgress[];
  readonly byStatus: readonly StatusCount[];
  /** The names of fields that iterations carry beyond session_id, worker_id, iteration, status, timestamp; sorted. */
  readonly metricsKeys: readonly string[];
  readonly firstUpdate: Date | null;
  readonly lastUpdate: Date | null;
  /** The mean time between two iterations of one worker, of the slowest; null while none has two with times. */
  readonly usualGapMs: number | null;
  /** Completed in per cent of the total; over 100 when more came than was told; null when the total is not known. */
  readonly progressPct: number | null;
  /** Null when no job of this session has ended, or it has none. */
  readonly jobs: JobSummary | null;
  /** True when each worker known has an ended job; how many jobs it was given is stored nowhere. */
  readonly haveKnownJobsEnded: boolean;
  /** True when those are its end: no iteration came for ten minutes, and it is not short of its total. */
  readonly haveJobsEnded: boolean;
  /** When the snapshot was taken, by our clock. */
  readonly timestamp: Date;
  readonly problems: readonly Problem[];
  /** How many further problems there are beyond those listed. */
  readonly problemsOmitted: number;
}
