import { memoizeByObject } from '../../../../lib/memoize';
import type { Interval } from '../../../tiers/intervals';
import type { Statements } from '../../statements';
import type { FieldRow } from './fieldRow';

/** So many rows of one series are kept: 90 days of hours, or a week of 5 min. */
const MAX_ROWS = 2_200;
/** So many series. Together they take some 20 MB at most. */
const MAX_SERIES = 64;

/** Rows that were read and decoded; those that are over never change, but for what `forget` is told of. */
export class RowCache {
  /** The one that was used last is the last one. */
  private readonly series = new Map<string, { span: Interval; rows: readonly FieldRow[] }>();

  /** Those of a span, of which `read` reads what is missing. */
  rows(key: string, span: Interval, read: (span: Interval) => readonly FieldRow[]): readonly FieldRow[] {
    const known = this.series.get(key);
    const isUsable =
      known !== undefined && known.span.fromMs <= span.fromMs && span.fromMs <= known.span.toMs;
    const kept = isUsable ? this.extend(known, span, read) : { span, rows: read(span) };
    this.series.delete(key);
    if (kept.rows.length <= MAX_ROWS) this.series.set(key, kept);
    const [oldest] = this.series.keys();
    if (this.series.size > MAX_SERIES && oldest !== undefined) this.series.delete(oldest);
    return slice(kept.rows, span);
  }

  /** The row of that start has changed. */
  forget(table: string, id: number, startMs: number): void {
    for (const [key, { span }] of this.series)
      if (key.startsWith(`${table} ${id} `) && startMs < span.toMs) this.series.delete(key);
  }

  private extend(
    known: { readonly span: Interval; readonly rows: readonly FieldRow[] },
    { fromMs, toMs }: Interval,
    read: (span: Interval) => readonly FieldRow[],
  ) {
    if (toMs <= known.span.toMs) return known;
    const rows = [...known.rows, ...read({ fromMs: known.span.toMs, toMs })];
    const isTooLong = rows.length > MAX_ROWS;
    return isTooLong
      ? { span: { fromMs, toMs }, rows: slice(rows, { fromMs, toMs }) }
      : { span: { fromMs: known.span.fromMs, toMs }, rows };
  }
}

function slice(rows: readonly FieldRow[], { fromMs, toMs }: Interval): readonly FieldRow[] {
  const [start, end] = [firstFrom(rows, fromMs), firstFrom(rows, toMs)];
  return start === 0 && end === rows.length ? rows : rows.slice(start, end);
}

/** Of the first row that starts then or later. */
function firstFrom(rows: readonly FieldRow[], ms: number): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rows[middle]?.fromMs ?? 0) < ms) low = middle + 1;
    else high = middle;
  }
  return low;
}

const openCacheOf = memoizeByObject((_: Statements) => ({ rows: new RowCache(), version: -1 }));

/** The cache of an open file, begun anew once another process has written it. */
export function rowCacheOf(db: Statements): RowCache {
  const open = openCacheOf(db);
  const version = db.row<[number]>('PRAGMA data_version')?.[0] ?? -1;
  if (version !== open.version) open.rows = new RowCache();
  open.version = version;
  return open.rows;
}

export const forgetRows = (db: Statements, table: string, id: number, startMs: number): void =>
  openCacheOf(db).rows.forget(table, id, startMs);
