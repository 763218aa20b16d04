import { counterDelta } from '../../alerting/rules/counterDelta';
import { type HistoryField, isCounter } from '../model/fields';
import type { Aggregate, Fall } from '../model/series';

/** All values of a field in one go; null for none. `before`: the last value before them, for what was counted since. */
export function aggregateOf(
  field: HistoryField,
  values: readonly number[],
  before: number | null = null,
): Aggregate | null {
  const [first] = values;
  const last = values.at(-1);
  if (first === undefined || last === undefined) return null;
  const counted = isCounter(field) ? countedIn(before === null ? values : [before, ...values]) : NOTHING;
  return {
    first,
    last,
    min: values.reduce((a, b) => Math.min(a, b)),
    max: values.reduce((a, b) => Math.max(a, b)),
    count: values.length,
    ...counted,
    fall: field === 'totalBalance' ? largestFall(values) : null,
  };
}

const NOTHING = { increase: 0, resets: 0 };

function countedIn(values: readonly number[]): { readonly increase: number; readonly resets: number } {
  let [increase, resets] = [0, 0];
  for (const [i, value] of values.entries()) {
    const step = i === 0 ? null : counterDelta(values[i - 1], value);
    if (step?.did === 'rose') increase += step.to - step.from;
    if (step?.did === 'fell') resets += 1;
  }
  return { increase, resets };
}

function largestFall(values: readonly number[]): Fall | null {
  let fall: Fall | null = null;
  let peak = Number.NEGATIVE_INFINITY;
  for (const trough of values) {
    peak = Math.max(peak, trough);
    if (peak - trough > (fall === null ? 0 : fall.peak - fall.trough)) fall = { peak, trough };
  }
  return fall;
}
