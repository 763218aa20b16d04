import type { TargetId } from '../../state/keys';
import type { RecordedTarget } from '../historyReader';
import type { ClosingRecord } from '../tiers/closingCodec';

/** The closing values of five minutes of one target. */
export interface SharedClosing {
  readonly target: TargetId;
  readonly startMs: number;
  readonly record: ClosingRecord;
}

/** Those of a local day. */
export interface SharedDay {
  readonly target: TargetId;
  readonly zone: string;
  /** `2026-11-22`. */
  readonly day: string;
  readonly record: ClosingRecord;
}

/** What was summed up and is not shared yet: at most an hour of it. In epoch ms. */
export interface ClosingBatch {
  /** Up to when all was shared before. */
  readonly sharedUntilMs: number;
  /** And is with this. */
  readonly untilMs: number;
  readonly closings: readonly SharedClosing[];
}

export interface ShareMarks {
  /** Up to when this instance has asked what others know; null for never. In epoch ms. */
  readonly pulledUntilMs: number | null;
  /** Which store that was; null for none. Another one knows nothing of what was shared. */
  readonly storeId: string | null;
}

/** `days` local days of a target, the last of which is `before` days before that of `until`. */
export interface DayRange {
  readonly target: TargetId;
  readonly zone: string;
  readonly until: Date;
  readonly before: number;
  readonly days: number;
}

/** The history as the sharing sees it. */
export interface ClosingExchange {
  /** False where another process writes the file, or none is open. */
  isWriter(): boolean;
  /** Null where all is shared. */
  nextToShare(): Promise<ClosingBatch | null>;
  /** It is shared, unless it was summed up anew meanwhile. */
  markShared(batch: Pick<ClosingBatch, 'sharedUntilMs' | 'untilMs'>): Promise<void>;
  /** All is to be shared again, as far back as closing values are kept. */
  shareAgain(): Promise<void>;
  targets(): Promise<readonly RecordedTarget[]>;
  importClosings(closings: readonly SharedClosing[]): Promise<void>;
  daysToShare(range: DayRange): Promise<readonly SharedDay[]>;
  importDays(days: readonly SharedDay[]): Promise<void>;
  shareMarks(): Promise<ShareMarks>;
  setShareMarks(marks: ShareMarks): Promise<void>;
  /** All that was due is told and asked for. */
  markSharedAt(at: Date): void;
}
