import type { CheckRecord, TargetSample } from '../../src/history/model/checkRecord';
import type { FieldValues } from '../../src/history/model/fields';

/** A trader that is well, with these values. */
export const sample = (
  target: string,
  values: FieldValues = {},
  more: Partial<TargetSample> = {},
): TargetSample => ({
  target,
  values,
  flags: { breakerActive: null, liveEnabled: null, liveArmed: null, liveByMetrics: null },
  status: 'ok',
  life: { isDown: false, since: null },
  signs: [],
  ...more,
});

/** A check that saw them. */
export const observed = (at: Date, ...targets: readonly TargetSample[]): CheckRecord => ({
  kind: 'observed',
  at,
  targets,
});
