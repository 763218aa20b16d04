/**
 * `file`: in the file. `memory`: it cannot be kept in a file, and is lost with this process. `read_only`: another process
 * writes the file. `off`: nothing is kept.
 */
export const HISTORY_MODES = ['file', 'memory', 'read_only', 'off'] as const;
export type HistoryMode = (typeof HISTORY_MODES)[number];

/**
 * `locked`: another process holds the file, and does not let it be read either. `full`: no space, or a limit. `corrupt`: it was
 * moved aside. `read_only`: it cannot be written. `hanging`: the disk does not answer. `failed`: anything else.
 */
export const HISTORY_PROBLEMS = ['locked', 'full', 'corrupt', 'read_only', 'hanging', 'failed'] as const;
export type HistoryProblemCode = (typeof HISTORY_PROBLEMS)[number];

export interface HistoryProblem {
  readonly code: HistoryProblemCode;
  readonly since: Date;
  /** For whoever runs the bot; with the path, and without a secret. */
  readonly detail: string;
}

/** How the history fares: shown beside its answers, by the doctor and as metrics. No alert and no readiness depends on it. */
export interface HistoryHealth {
  readonly mode: HistoryMode;
  /** Null unless there is a file. */
  readonly file: string | null;
  /** Null while all is well. */
  readonly problem: HistoryProblem | null;
  /** Where a corrupt file was moved to, in this run; null for none. */
  readonly movedTo: string | null;
  /** Since when there are records; null for none. */
  readonly recordedSince: Date | null;
  /** Checks that could not be kept since the start. */
  readonly droppedChecks: number;
  /** Checks that wait to be written. */
  readonly pendingChecks: number;
  /** When closing values were last exchanged with the other instances; null where they were not. */
  readonly sharedAt: Date | null;
  /** In bytes; null where it is not known. */
  readonly fileBytes: number | null;
}
