import type { HistoryField } from '../model/fields';
import type { Aggregate, Fall } from '../model/series';
import { type Bucket, eachField } from './bucket';

/**
 * What two instances know of the same span, as one. Neither the order matters nor how often it is done, so that every
 * instance comes to the same: closing values are by the last check, opening values by the first, lows and highs by both; and
 * what is summed up is by whoever watched longer.
 */
export function mergeBuckets(a: Bucket, b: Bucket): Bucket {
  const sums = compareSums(a, b) >= 0 ? a : b;
  return {
    startMs: a.startMs,
    checks: sums.checks,
    firstMs: firstOf(a, b),
    lastMs: Math.max(a.lastMs, b.lastMs),
    valuesAtMs: latest(a.valuesAtMs, b.valuesAtMs),
    watchedMs: sums.watchedMs,
    upMs: sums.upMs,
    isShared: a.watchedMs === b.watchedMs ? a.isShared && b.isShared : sums.isShared,
    fields: eachField((field) => mergeField(field, a, b, sums)),
  };
}

function mergeField(field: HistoryField, a: Bucket, b: Bucket, sums: Bucket): Aggregate | null {
  const [one, other] = [a.fields[field], b.fields[field]];
  if (one === undefined || other === undefined) return one ?? other ?? null;
  const { count, increase, resets } = sums.fields[field] ?? one;
  return {
    first:
      openingKey(a) === openingKey(b)
        ? Math.min(one.first, other.first)
        : (openingKey(a) < openingKey(b) ? one : other).first,
    last:
      a.valuesAtMs === b.valuesAtMs
        ? Math.max(one.last, other.last)
        : ((a.valuesAtMs ?? 0) > (b.valuesAtMs ?? 0) ? one : other).last,
    min: Math.min(one.min, other.min),
    max: Math.max(one.max, other.max),
    count,
    increase,
    resets,
    fall: deeper(one.fall, other.fall),
  };
}

function firstOf(a: Bucket, b: Bucket): number {
  if ((a.valuesAtMs === null) === (b.valuesAtMs === null)) return Math.min(a.firstMs, b.firstMs);
  return (a.valuesAtMs === null ? b : a).firstMs;
}

/** Closing values from elsewhere say little of how the span began. */
const openingKey = ({ isShared, firstMs }: Bucket): number => (isShared ? firstMs + 1e15 : firstMs);

/** A total order: whoever watched longer, then found more downtime, then made more checks. */
const compareSums = (a: Bucket, b: Bucket): number =>
  a.watchedMs - b.watchedMs ||
  b.upMs - a.upMs ||
  a.checks - b.checks ||
  compareTexts(sumsText(a), sumsText(b));

const sumsText = ({ fields }: Bucket): string =>
  JSON.stringify(Object.values(fields).map(({ count, increase, resets }) => [count, increase, resets]));

const compareTexts = (a: string, b: string): number => Number(a > b) - Number(a < b);

function deeper(a: Fall | null, b: Fall | null): Fall | null {
  if (a === null || b === null) return a ?? b;
  return (a.peak - a.trough - (b.peak - b.trough) || a.peak - b.peak) >= 0 ? a : b;
}

const latest = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? (a ?? b) : Math.max(a, b);
