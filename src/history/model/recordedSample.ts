import type { TargetStatus } from '../../alerting/state/targetStatus';
import type { FieldValues } from './fields';
import type { Resolution } from './series';

/** The values of one check, or where those are no longer kept, the last values of 5 min or an hour. */
export interface RecordedSample {
  /** The check that they are from. */
  readonly at: Date;
  readonly resolution: Resolution;
  readonly values: FieldValues;
  /** Null where it is not a single check. */
  readonly status: TargetStatus | null;
}
