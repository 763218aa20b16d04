import { counterDelta } from '../../alerting/rules/counterDelta';
import { type HistoryField, isCounter } from '../model/fields';
import type { Aggregate, Fall } from '../model/series';

/** Of a single value. */
export const aggregateOfValue = (value: number): Aggregate => ({
  first: value,
  last: value,
  min: value,
  max: value,
  count: 1,
  increase: 0,
  resets: 0,
  fall: null,
});

/** Of the values of `a` and then those of `b`; exact, however they were grouped before. */
export function concat(field: HistoryField, a: Aggregate | null, b: Aggregate | null): Aggregate | null {
  if (a === null || b === null) return a ?? b;
  const step = isCounter(field) ? counted(a.last, b.first) : NOTHING;
  return {
    first: a.first,
    last: b.last,
    min: Math.min(a.min, b.min),
    max: Math.max(a.max, b.max),
    count: a.count + b.count,
    increase: a.increase + step.increase + b.increase,
    resets: a.resets + step.resets + b.resets,
    fall: field === 'totalBalance' ? largest([a.fall, fallBetween(a.max, b.min), b.fall]) : null,
  };
}

const NOTHING = { increase: 0, resets: 0 };

/** What a counter says between two values of it. */
export function counted(from: number, to: number): { readonly increase: number; readonly resets: number } {
  const step = counterDelta(from, to);
  if (step.did === 'rose') return { increase: step.to - step.from, resets: 0 };
  return step.did === 'fell' ? { increase: 0, resets: 1 } : NOTHING;
}

const fallBetween = (peak: number, trough: number): Fall | null => (peak > trough ? { peak, trough } : null);

const depth = (fall: Fall | null): number => (fall === null ? 0 : fall.peak - fall.trough);

export const largest = (falls: readonly (Fall | null)[]): Fall | null =>
  falls.reduce((most, each) => (depth(each) > depth(most) ? each : most), null);
