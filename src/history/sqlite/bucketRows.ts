import { HISTORY_FIELDS } from '../model/fields';
import { aggregateOfValue } from '../tiers/aggregate';
import { type Bucket, eachField } from '../tiers/bucket';
import type { Interval } from '../tiers/intervals';
import { decodeSpread, encodeSpread } from '../tiers/spread';
import { forgetRows } from './read/series/rowCache';
import { BUCKET_COLUMNS, FIELD_COLUMNS } from './schema';
import type { Statements } from './statements';
import type { TierTable } from './tierTables';

/** The buckets of a target that start in a span, ascending. */
export const readBuckets = (
  db: Statements,
  { table, stepMs }: Pick<TierTable, 'table' | 'stepMs'>,
  id: number,
  { fromMs, toMs }: Interval,
): readonly Bucket[] =>
  db
    .rows<BucketRow>(
      `SELECT ${BUCKET_COLUMNS}, ${FIELD_COLUMNS} FROM ${table}
       WHERE target = ? AND at >= ? AND at < ? ORDER BY at`,
      id,
      fromMs,
      toMs,
    )
    .map((row) => bucketFrom(row, stepMs));

type BucketRow = readonly [...BucketHead, ...lasts: (number | null)[]];

/** The columns before those of the fields. */
export type BucketHead = readonly [
  at: number,
  checks: number,
  firstAt: number,
  lastAt: number,
  valuesAt: number | null,
  watchedMs: number | null,
  upMs: number | null,
  shared: number,
  spread: Uint8Array | null,
];

function bucketFrom(row: BucketRow, stepMs: number): Bucket {
  const [at, checks, firstAt, lastAt, valuesAt, watched, upMs, shared, spread, ...lasts] = row;
  const watchedMs = watched ?? stepMs;
  return {
    startMs: at,
    checks,
    firstMs: at + firstAt,
    lastMs: at + lastAt,
    valuesAtMs: valuesAt === NO_VALUES ? null : at + (valuesAt ?? lastAt),
    watchedMs,
    upMs: upMs ?? watchedMs,
    isShared: shared === 1,
    fields: decodeSpread(lasts, spread, checks),
  };
}

/** No check had any. */
const NO_VALUES = -1;

/** In place of the one that is there. */
export function putBucket(db: Statements, { table, stepMs }: TierTable, id: number, bucket: Bucket): void {
  const { startMs, checks, firstMs, lastMs, valuesAtMs, watchedMs, upMs, isShared, fields } = bucket;
  forgetRows(db, table, id, startMs);
  db.run(
    `INSERT OR REPLACE INTO ${table} (target, ${BUCKET_COLUMNS}, ${FIELD_COLUMNS}) VALUES (${PLACES})`,
    id,
    startMs,
    checks,
    firstMs - startMs,
    lastMs - startMs,
    valuesAtMs === null ? NO_VALUES : valuesAtMs === lastMs ? null : valuesAtMs - startMs,
    watchedMs === stepMs ? null : watchedMs,
    upMs === watchedMs ? null : upMs,
    Number(isShared),
    encodeSpread(fields, checks),
    ...HISTORY_FIELDS.map((field) => fields[field]?.last ?? null),
  );
}

const PLACES = Array(10 + HISTORY_FIELDS.length)
  .fill('?')
  .join(', ');

/** The checks of a target in a span, each as a bucket of its own, ascending. */
export const readChecks = (db: Statements, id: number, { fromMs, toMs }: Interval): readonly Bucket[] =>
  db
    .rows<readonly [number, ...(number | null)[]]>(
      `SELECT at, ${FIELD_COLUMNS} FROM checks WHERE target = ? AND at >= ? AND at < ? ORDER BY at`,
      id,
      fromMs,
      toMs,
    )
    .map(([at, ...values]) => bucketOfCheck(at, values));

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
