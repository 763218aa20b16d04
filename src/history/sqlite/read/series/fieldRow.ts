import type { Aggregate, Resolution } from '../../../model/series';
import type { Interval } from '../../../tiers/intervals';

/** One field of a target over a span of a tier, or at a check. */
export interface FieldRow extends Interval {
  readonly resolution: Resolution;
  /** The first and the last check in it. */
  readonly firstMs: number;
  readonly lastMs: number;
  /** The target was down, of a tier some of the time. */
  readonly isDown: boolean;
  readonly isShared: boolean;
  /** Null where it was not reported. */
  readonly aggregate: Aggregate | null;
}
