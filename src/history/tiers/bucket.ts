import type { HistoryField } from '../model/fields';
import { HISTORY_FIELDS } from '../model/fields';
import type { Aggregate } from '../model/series';
import { concat } from './aggregate';

export type Aggregates = Readonly<Partial<Record<HistoryField, Aggregate>>>;

/** What is kept of one target over one span of a tier. Times in epoch ms. */
export interface Bucket {
  readonly startMs: number;
  /** How many checks saw the target. */
  readonly checks: number;
  /** The first of them that found a value of any field; the first of all where none did. */
  readonly firstMs: number;
  /** The last of them. */
  readonly lastMs: number;
  /** The last check with a value of any field; null for none. */
  readonly valuesAtMs: number | null;
  readonly watchedMs: number;
  readonly upMs: number;
  /** Some of it is known by the closing values of other instances alone. */
  readonly isShared: boolean;
  readonly fields: Aggregates;
}

/** `a` and then `b`, as one that starts with `a`. */
export const concatBuckets = (a: Bucket, b: Bucket): Bucket => ({
  startMs: a.startMs,
  checks: a.checks + b.checks,
  firstMs: a.valuesAtMs === null && b.valuesAtMs !== null ? b.firstMs : a.firstMs,
  lastMs: b.lastMs,
  valuesAtMs: b.valuesAtMs ?? a.valuesAtMs,
  watchedMs: a.watchedMs + b.watchedMs,
  upMs: a.upMs + b.upMs,
  isShared: a.isShared || b.isShared,
  fields: eachField((field) => concat(field, a.fields[field] ?? null, b.fields[field] ?? null)),
});

export function eachField(of: (field: HistoryField) => Aggregate | null): Aggregates {
  const fields: Partial<Record<HistoryField, Aggregate>> = {};
  for (const field of HISTORY_FIELDS) {
    const aggregate = of(field);
    if (aggregate !== null) fields[field] = aggregate;
  }
  return fields;
}
