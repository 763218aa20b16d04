import { z } from 'zod';
import { HISTORY_FIELDS, type HistoryField, isCounter } from '../model/fields';
import type { Aggregate } from '../model/series';
import { type Bucket, eachField } from './bucket';

const finite = z.number();
const whole = z.number().int();

/**
 * What instances tell each other of a span: its closing values, and of the balance and the counters what adds up to days.
 * Fields are by their place in HISTORY_FIELDS, which only grows at its end; times are ms since the span's start.
 */
const closingSchema = z.object({
  /** Checks; the first, the last, and the last with values. */
  c: z.tuple([whole, whole, whole, whole.nullable()]),
  /** Watched, and up. */
  w: z.tuple([whole, whole]),
  v: z.array(finite.nullable()),
  /** The balance's first, low and high; then the trough and the peak of its largest fall. */
  b: z.array(finite).optional(),
  /** Of counters that changed: place, first value, increase, resets. */
  n: z.array(z.tuple([whole, finite, finite, whole])).optional(),
});
export type ClosingRecord = z.output<typeof closingSchema>;

export function encodeClosing(bucket: Bucket): ClosingRecord {
  const { startMs, checks, firstMs, lastMs, valuesAtMs, watchedMs, upMs, fields } = bucket;
  const balance = fields.totalBalance;
  const counters = HISTORY_FIELDS.flatMap((field, place): [number, number, number, number][] => {
    const { first = 0, last = 0, increase = 0, resets = 0 } = fields[field] ?? {};
    const hasChanged = isCounter(field) && (first !== last || resets > 0);
    return hasChanged ? [[place, first, increase, resets]] : [];
  });
  return {
    c: [checks, firstMs - startMs, lastMs - startMs, valuesAtMs === null ? null : valuesAtMs - startMs],
    w: [Math.round(watchedMs), Math.round(upMs)],
    v: trimmed(HISTORY_FIELDS.map((field) => fields[field]?.last ?? null)),
    ...(balance && { b: balanceOf(balance) }),
    ...(counters.length > 0 && { n: counters }),
  };
}

const balanceOf = ({ first, min, max, fall }: Aggregate): number[] =>
  fall === null ? [first, min, max] : [first, min, max, fall.trough, fall.peak];

function trimmed(values: readonly (number | null)[]): (number | null)[] {
  const last = values.findLastIndex((value) => value !== null);
  return values.slice(0, last + 1);
}

/** Null for what no version of the bot wrote. */
export function decodeClosing(record: unknown, startMs: number): Bucket | null {
  const { data } = closingSchema.safeParse(record);
  if (data === undefined) return null;
  const [checks, firstAt, lastAt, valuesAt] = data.c;
  const [watchedMs, upMs] = data.w;
  return {
    startMs,
    checks,
    firstMs: startMs + firstAt,
    lastMs: startMs + lastAt,
    valuesAtMs: valuesAt === null ? null : startMs + valuesAt,
    watchedMs,
    upMs,
    isShared: true,
    fields: eachField((field) => aggregateFrom(field, data, checks)),
  };
}

function aggregateFrom(field: HistoryField, { v, b, n }: ClosingRecord, count: number): Aggregate | null {
  const place = HISTORY_FIELDS.indexOf(field);
  const last = v[place] ?? null;
  if (last === null) return null;
  const [, from = last, increase = 0, resets = 0] =
    (isCounter(field) && n?.find(([of]) => of === place)) || [];
  const lows = [Math.min(from, last), Math.max(from, last)] as const;
  const [first = from, min = lows[0], max = lows[1], trough, peak] = (field === 'totalBalance' && b) || [];
  const fall = trough === undefined || peak === undefined ? null : { trough, peak };
  return { first, last, min, max, count, increase, resets, fall };
}
