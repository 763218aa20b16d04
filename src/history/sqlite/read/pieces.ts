import { HISTORY_FIELDS, type HistoryField } from '../../model/fields';
import type { Resolution } from '../../model/series';
import type { Bucket } from '../../tiers/bucket';
import { ceilTo, FIVE_MINUTES_MS, floorTo, HOUR_MS } from '../../tiers/tiers';
import { type BucketTable, bucketOfCheck, readBuckets } from '../bucketRows';
import { getMark } from '../marks';
import { columnOf, FIELD_COLUMNS } from '../schema';
import type { Statements } from '../statements';

/** A bucket of a tier, or a check. */
export interface Piece {
  readonly bucket: Bucket;
  readonly toMs: number;
  readonly resolution: Resolution;
  /** Of a check: the target was down. */
  readonly isDown: boolean;
}

export interface PieceQuery {
  readonly id: number;
  readonly fromMs: number;
  readonly toMs: number;
  /** Only this field; all unless given. */
  readonly field?: HistoryField;
}

interface TierTable {
  readonly resolution: Resolution;
  readonly table: BucketTable;
  readonly stepMs: number;
  readonly mark: 'five_minutes_until' | 'hours_until';
}

/** From the coarsest to the finest; finer are the checks themselves. */
export const TIER_TABLES: readonly TierTable[] = [
  { resolution: '1h', table: 'hours', stepMs: HOUR_MS, mark: 'hours_until' },
  { resolution: '5min', table: 'five_minutes', stepMs: FIVE_MINUTES_MS, mark: 'five_minutes_until' },
];

/**
 * All that is known of a span, ascending: whole buckets of the first of `tiers`, and where they do not fit or are not summed up
 * yet, those of the others, down to the checks.
 */
export function readPieces(
  db: Statements,
  query: PieceQuery,
  [tier, ...finer]: readonly TierTable[] = TIER_TABLES,
): readonly Piece[] {
  const { fromMs, toMs } = query;
  if (fromMs >= toMs) return [];
  if (tier === undefined) return readChecks(db, query);
  const { resolution, table, stepMs, mark } = tier;
  const startMs = ceilTo(fromMs, stepMs);
  const endMs = Math.min(floorTo(toMs, stepMs), doneUntil(db, mark));
  if (startMs >= endMs) return readPieces(db, query, finer);
  const whole = readBuckets(db, { ...query, table, fromMs: startMs, toMs: endMs }).map(
    (bucket): Piece => ({
      bucket,
      toMs: bucket.startMs + stepMs,
      resolution,
      isDown: bucket.upMs < bucket.watchedMs,
    }),
  );
  return [
    ...readPieces(db, { ...query, toMs: startMs }, finer),
    ...whole,
    ...readPieces(db, { ...query, fromMs: endMs }, finer),
  ];
}

/** Where no check of this instance was summed up, there may still be closing values of others. */
const doneUntil = (db: Statements, mark: TierTable['mark']): number =>
  getMark(db, mark) ?? (mark === 'five_minutes_until' ? Number.POSITIVE_INFINITY : 0);

function readChecks(db: Statements, { id, fromMs, toMs, field }: PieceQuery): readonly Piece[] {
  const columns = field === undefined ? FIELD_COLUMNS : columnOf(field);
  const sql = `SELECT at, status, ${columns} FROM checks WHERE target = ? AND at >= ? AND at < ? ORDER BY at`;
  return db
    .rows<readonly [number, string, ...(number | null)[]]>(sql, id, fromMs, toMs)
    .map(([at, status, ...values]) => ({
      bucket: bucketOfCheck(at, field === undefined ? values : valuesOf(field, values[0] ?? null)),
      toMs: at,
      resolution: 'check',
      isDown: status === 'down',
    }));
}

const valuesOf = (field: HistoryField, value: number | null): readonly (number | null)[] =>
  HISTORY_FIELDS.map((each) => (each === field ? value : null));
