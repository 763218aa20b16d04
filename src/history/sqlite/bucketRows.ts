import { HISTORY_FIELDS, type HistoryField } from '../model/fields';
import { aggregateOfValue } from '../tiers/aggregate';
import { type Aggregates, type Bucket, eachField } from '../tiers/bucket';
import { decodeSpread, encodeSpread } from '../tiers/spread';
import type { SqliteValue } from './driver';
import { BUCKET_COLUMNS, columnOf, FIELD_COLUMNS } from './schema';
import type { Statements } from './statements';

export type BucketTable = 'five_minutes' | 'hours';

export interface BucketQuery {
  readonly table: BucketTable;
  readonly id: number;
  /** Those that start in between, `toMs` excluded. */
  readonly fromMs: number;
  readonly toMs: number;
  /** Only this field; all unless given. */
  readonly field?: HistoryField;
}

/** The buckets of a target, ascending. */
export function readBuckets(
  db: Statements,
  { table, id, fromMs, toMs, field }: BucketQuery,
): readonly Bucket[] {
  const columns = field === undefined ? FIELD_COLUMNS : columnOf(field);
  const sql = `SELECT ${BUCKET_COLUMNS}, spread, ${columns} FROM ${table}
    WHERE target = ? AND at >= ? AND at < ? ORDER BY at`;
  return db.rows<BucketRow>(sql, id, fromMs, toMs).map((row) => bucketFrom(row, field));
}

type BucketRow = readonly [
  at: number,
  checks: number,
  firstAt: number,
  lastAt: number,
  valuesAt: number | null,
  watchedMs: number,
  upMs: number,
  shared: number,
  spread: Uint8Array | null,
  ...lasts: (number | null)[],
];

function bucketFrom(row: BucketRow, field?: HistoryField): Bucket {
  const [at, checks, firstAt, lastAt, valuesAt, watchedMs, upMs, shared, spread, ...lasts] = row;
  return {
    startMs: at,
    checks,
    firstMs: at + firstAt,
    lastMs: at + lastAt,
    valuesAtMs: valuesAt === null ? null : at + valuesAt,
    watchedMs,
    upMs,
    isShared: shared === 1,
    fields: fieldsFrom(lasts, spread, checks, field),
  };
}

function fieldsFrom(
  lasts: readonly (number | null)[],
  spread: Uint8Array | null,
  checks: number,
  field?: HistoryField,
): Aggregates {
  if (field === undefined) return decodeSpread(lasts, spread, checks);
  const number = HISTORY_FIELDS.indexOf(field);
  const [last = null] = lasts;
  return decodeSpread(
    HISTORY_FIELDS.map((_, i) => (i === number ? last : null)),
    spread,
    checks,
    number,
  );
}

/** In place of the one that is there. */
export function putBucket(db: Statements, table: BucketTable, id: number, bucket: Bucket): void {
  const { startMs, checks, firstMs, lastMs, valuesAtMs, watchedMs, upMs, isShared, fields } = bucket;
  const lasts = HISTORY_FIELDS.map((field) => fields[field]?.last ?? null);
  const values: SqliteValue[] = [
    ...[id, startMs, checks, firstMs - startMs, lastMs - startMs],
    ...[valuesAtMs === null ? null : valuesAtMs - startMs, watchedMs, upMs, Number(isShared)],
  ];
  db.run(
    `INSERT OR REPLACE INTO ${table} (target, ${BUCKET_COLUMNS}, spread, ${FIELD_COLUMNS})
     VALUES (${Array(10 + HISTORY_FIELDS.length)
       .fill('?')
       .join(', ')})`,
    ...values,
    encodeSpread(fields, checks),
    ...lasts,
  );
}

/** What a check found, as a bucket of one. */
export const bucketOfCheck = (atMs: number, values: readonly (number | null)[]): Bucket => ({
  startMs: atMs,
  checks: 1,
  firstMs: atMs,
  lastMs: atMs,
  valuesAtMs: values.some((value) => value !== null) ? atMs : null,
  watchedMs: 0,
  upMs: 0,
  isShared: false,
  fields: eachField((field) => {
    const value = values[HISTORY_FIELDS.indexOf(field)] ?? null;
    return value === null ? null : aggregateOfValue(value);
  }),
});
