import type { CheckRecord } from '../model/checkRecord';
import type { HistoryMode, HistoryProblem } from '../model/health';
import type { HistoryDatabase } from '../sqlite/historyDatabase';

/** What the thread is asked for: methods of the database. */
export type Question =
  | 'series'
  | 'closings'
  | 'eventsOf'
  | 'uptime'
  | 'samples'
  | 'targets'
  | 'nextToShare'
  | 'markShared'
  | 'shareAgain'
  | 'importClosings'
  | 'daysToShare'
  | 'importDays'
  | 'shareMarks'
  | 'setShareMarks';

export type ArgumentOf<Q extends Question> = Parameters<HistoryDatabase[Q]>;
export type AnswerTo<Q extends Question> = ReturnType<HistoryDatabase[Q]>;

/** What the thread is started with. */
export interface ThreadOptions {
  /** Null to keep all in memory. */
  readonly path: string | null;
  readonly mayWrite: boolean;
  readonly missedAfterMs: number;
}

export interface RecordRequest {
  readonly kind: 'record';
  readonly check: CheckRecord;
  /** Checks before it could not wait. */
  readonly wereDropped: boolean;
  /** As it is configured now. */
  readonly missedAfterMs: number;
}

export type ToThread =
  | RecordRequest
  | { readonly kind: 'ask'; readonly id: number; readonly question: Question; readonly argument: unknown }
  | { readonly kind: 'close' };

export type FromThread =
  /** A check was written, or can never be. */
  | { readonly kind: 'recorded' }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: unknown }
  | { readonly kind: 'refused'; readonly id: number; readonly message: string }
  | { readonly kind: 'state'; readonly state: ThreadState }
  /** No history can be kept in this process. */
  | { readonly kind: 'missing'; readonly detail: string }
  | {
      readonly kind: 'log';
      readonly level: 'info' | 'warn' | 'error';
      readonly message: string;
      readonly details: object;
    };

/** How the file fares. */
export interface ThreadState {
  readonly mode: Exclude<HistoryMode, 'off'>;
  readonly problem: HistoryProblem | null;
  readonly movedTo: string | null;
  readonly recordedSince: Date | null;
  readonly fileBytes: number | null;
  /** Another number: a database was opened that may know nothing of before. */
  readonly openings: number;
}
