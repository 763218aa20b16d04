import type { TargetStatus } from '../../alerting/state/targetStatus';
import type { UnavailableReason } from '../../redis/errors';
import type { TargetId } from '../../state/keys';
import type { CounterField, FieldValues } from './fields';

/** What one check found, as history keeps it. */
export type CheckRecord = ObservedCheck | UnavailableCheck;

export interface ObservedCheck {
  readonly kind: 'observed';
  readonly at: Date;
  readonly targets: readonly TargetSample[];
}

/** Redis could not be read. */
export interface UnavailableCheck {
  readonly kind: 'unavailable';
  readonly at: Date;
  readonly reason: UnavailableReason;
}

/** What a target says of itself that is true or false; null where it does not report it. */
export const HISTORY_FLAGS = ['breakerActive', 'liveEnabled', 'liveArmed', 'liveByMetrics'] as const;
export type HistoryFlag = (typeof HISTORY_FLAGS)[number];
export type FlagValues = Readonly<Record<HistoryFlag, boolean | null>>;

/** One target at one check. */
export interface TargetSample {
  readonly target: TargetId;
  readonly values: FieldValues;
  readonly flags: FlagValues;
  readonly status: TargetStatus;
  readonly life: Life;
  /** The last observed write of each sign of life, by our clock. */
  readonly signs: readonly SignWrite[];
  /** The counters that rarely change, also of a target that is down, whose values say nothing; by its values unless given. */
  readonly counters?: Readonly<Partial<Record<CounterField, number>>>;
}

/** Whether a target is up, as digests count it: until it is found to be down, from its last sign of life on. */
export interface Life {
  readonly isDown: boolean;
  /** Since when, which is before the check that notices; null for the check itself. */
  readonly since: Date | null;
}

export interface SignWrite {
  /** `heartbeat:trader`, `portfolio`: as `signId`. */
  readonly sign: string;
  readonly writtenAt: Date;
}

/** Takes what checks found. */
export interface HistoryRecorder {
  /** Returns at once and never throws: what cannot be kept becomes a gap. */
  record(check: CheckRecord): void;
}
