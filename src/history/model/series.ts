import type { TargetId } from '../../state/keys';
import type { HistoryField } from './fields';
import type { HistoryGap } from './gap';

/** All values of one field in a span of time. Only what was recorded: nothing is interpolated. */
export interface Aggregate {
  readonly first: number;
  readonly last: number;
  readonly min: number;
  readonly max: number;
  /** How many checks found a value. */
  readonly count: number;
  /** Of a counter: all rises that were seen, added up; those across gaps, too. 0 for other fields. */
  readonly increase: number;
  /** Of a counter: how often it was lower than before; what was counted around that is not in `increase`. */
  readonly resets: number;
  /** The largest fall of the total balance from a peak to a later trough; null where it never fell, and for other fields. */
  readonly fall: Fall | null;
}

/** `peak - trough` is what was lost. */
export interface Fall {
  readonly peak: number;
  readonly trough: number;
}

/** One span in which there is at least one value. `increase` begins with the rise since the point before. */
export interface SeriesPoint extends Aggregate {
  readonly from: Date;
  readonly to: Date;
}

/** How finely history tells what happened: each check, spans of 5 min or 1 h, or the closing values of days. */
export const RESOLUTIONS = ['check', '5min', '1h', '1d'] as const;
export type Resolution = (typeof RESOLUTIONS)[number];

export interface Series {
  readonly target: TargetId;
  readonly field: HistoryField;
  /** As asked for, or where the resolution does not allow that, rounded to it: inwards, never beyond what was asked for. */
  readonly from: Date;
  readonly to: Date;
  /** The coarsest that went into it. */
  readonly resolution: Resolution;
  /** True where some of it is known by the closing values of other instances alone: then lows and highs between are not. */
  readonly hasClosingsOnly: boolean;
  /** Ascending, and none without a value. */
  readonly points: readonly SeriesPoint[];
  /** Over all of it; null where there is no value. */
  readonly total: Aggregate | null;
  /** Ascending, without overlap. With the points they cover all of it. */
  readonly gaps: readonly HistoryGap[];
}
