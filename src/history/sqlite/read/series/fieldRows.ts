import type { HistoryField } from '../../../model/fields';
import { aggregateOfValue } from '../../../tiers/aggregate';
import type { Interval } from '../../../tiers/intervals';
import { decodeField } from '../../../tiers/spread';
import type { BucketHead } from '../../bucketRows';
import { BUCKET_COLUMNS, columnOf } from '../../schema';
import type { Statements } from '../../statements';
import { readInTiers, type TierTable } from '../../tierTables';
import type { FieldRow } from './fieldRow';
import { rowCacheOf } from './rowCache';

export interface FieldQuery extends Interval {
  readonly id: number;
  readonly field: HistoryField;
}

/** All that is known of a span, ascending, from the coarsest of `tiers` that fits. */
export function readFieldRows(
  db: Statements,
  { id, field, ...span }: FieldQuery,
  tiers: readonly TierTable[],
): readonly FieldRow[] {
  return readInTiers(db, span, tiers, (tier, each) => {
    if (tier === null) return checkRows(db, { id, field, ...each });
    const key = `${tier.table} ${id} ${field}`;
    return rowCacheOf(db).rows(key, each, (missing) => tierRows(db, tier, { id, field, ...missing }));
  });
}

function tierRows(
  db: Statements,
  { table, stepMs, resolution }: TierTable,
  { id, field, fromMs, toMs }: FieldQuery,
): readonly FieldRow[] {
  return db
    .rows<readonly [...BucketHead, last: number | null]>(
      `SELECT ${BUCKET_COLUMNS}, ${columnOf(field)} FROM ${table}
       WHERE target = ? AND at >= ? AND at < ? ORDER BY at`,
      id,
      fromMs,
      toMs,
    )
    .map(([at, checks, firstAt, lastAt, , , upMs, shared, spread, last]) => ({
      resolution,
      fromMs: at,
      toMs: at + stepMs,
      firstMs: at + firstAt,
      lastMs: at + lastAt,
      // Where it was up all the time, that is not said.
      isDown: upMs !== null,
      isShared: shared === 1,
      aggregate: last === null ? null : decodeField(field, last, spread, checks),
    }));
}

function checkRows(db: Statements, { id, field, fromMs, toMs }: FieldQuery): readonly FieldRow[] {
  return db
    .rows<[number, string, number | null]>(
      `SELECT at, status, ${columnOf(field)} FROM checks WHERE target = ? AND at >= ? AND at < ? ORDER BY at`,
      id,
      fromMs,
      toMs,
    )
    .map(([at, status, value]) => ({
      resolution: 'check',
      fromMs: at,
      toMs: at,
      firstMs: at,
      lastMs: at,
      isDown: status === 'down',
      isShared: false,
      aggregate: value === null ? null : aggregateOfValue(value),
    }));
}
