import type { CounterField, FieldValues } from './fields';
import type { HistoryGap } from './gap';
import type { Fall } from './series';

/** A day of one target, in local time. */
export interface DayClosing {
  /** `2026-11-22`, in the zone that was asked for. */
  readonly day: string;
  /** Midnight to midnight: 23, 24 or 25 h, where the clocks change. */
  readonly from: Date;
  readonly to: Date;
  /** The day is not over yet. */
  readonly isRunning: boolean;
  /** The first and the last values of the day; null where there is none. */
  readonly opening: ClosingValues | null;
  readonly closing: ClosingValues | null;
  /** The low, the high and the largest fall of the total balance; null where it was not reported. */
  readonly balance: { readonly min: number; readonly max: number; readonly fall: Fall | null } | null;
  /** What was counted on that day, with the rise since the last value of the days before; absent where it is not reported. */
  readonly counted: Readonly<Partial<Record<CounterField, CounterRise>>>;
  readonly uptime: Uptime;
}

export interface ClosingValues {
  /** The first check with any of them; of closing values, the last one. */
  readonly at: Date;
  readonly values: FieldValues;
}

export interface CounterRise {
  readonly increase: number;
  readonly resets: number;
}

/**
 * A target is up from a sign of life until it is found to be down, and then was down from its last sign on: as digests
 * count. Only time in which it was watched counts. In ms.
 */
export interface Uptime {
  readonly watchedMs: number;
  readonly upMs: number;
  /** When nobody watched: the bot was down, Redis was unavailable, or nothing is known. */
  readonly gaps: readonly HistoryGap[];
}
