import type { HistoryField } from '../../model/fields';
import type { GapReason } from '../../model/gap';
import type { Interval } from '../../tiers/intervals';
import type { Piece } from './pieces';
import type { ReasonedGap } from './watched';

/**
 * Where a value is missing in a span, by what was found: from the last value before to the first after. A time for which there
 * is nothing at all counts as not reported; why nobody watched is known elsewhere.
 */
export function lackingIn(
  pieces: readonly Piece[],
  field: HistoryField,
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
  for (const { bucket, isDown } of pieces) {
    const { firstMs, lastMs, fields } = bucket;
    const is = field in fields ? null : isDown ? 'target_down' : 'not_reported';
    add(knownMs ?? fromMs, firstMs, is ?? was ?? (isFar(firstMs) ? 'not_reported' : null));
    add(firstMs, lastMs, is);
    [knownMs, was] = [lastMs, is];
  }
  add(knownMs ?? fromMs, toMs, was ?? (isFar(toMs) ? 'not_reported' : null));
  return gaps;
}
