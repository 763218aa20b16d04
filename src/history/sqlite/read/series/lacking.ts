import type { GapReason } from '../../../model/gap';
import type { Interval } from '../../../tiers/intervals';
import type { ReasonedGap } from '../watched';
import type { FieldRow } from './fieldRow';

/**
 * Where a value is missing in a span, by what was found: from the last value before to the first after. A time for which there
 * is nothing at all counts as not reported; why nobody watched is known elsewhere.
 */
export function lackingIn(
  rows: readonly FieldRow[],
  { fromMs, toMs }: Interval,
  missedAfterMs: number,
): readonly ReasonedGap[] {
  const gaps: ReasonedGap[] = [];
  const add = (from: number, to: number, reason: GapReason | null): void => {
    if (to > from && reason !== null) gaps.push({ fromMs: from, toMs: to, reason });
  };
  let knownMs: number | null = null;
  let was: GapReason | null = null;
  const isFar = (untilMs: number): boolean => knownMs === null || untilMs - knownMs > missedAfterMs;
  for (const { firstMs, lastMs, aggregate, isDown } of rows) {
    const is = aggregate !== null ? null : isDown ? 'target_down' : 'not_reported';
    add(knownMs ?? fromMs, firstMs, is ?? was ?? (isFar(firstMs) ? 'not_reported' : null));
    add(firstMs, lastMs, is);
    [knownMs, was] = [lastMs, is];
  }
  add(knownMs ?? fromMs, toMs, was ?? (isFar(toMs) ? 'not_reported' : null));
  return gaps;
}
