import type { ClosingsQuery } from '../../historyReader';
import type { ClosingValues, CounterRise, DayClosing } from '../../model/closing';
import { COUNTER_FIELDS, type CounterField, HISTORY_FIELDS, type HistoryField } from '../../model/fields';
import { localDays } from '../../model/localDays';
import type { Aggregate } from '../../model/series';
import { counted } from '../../tiers/aggregate';
import type { Aggregates, Bucket } from '../../tiers/bucket';
import type { Statements } from '../statements';
import { type DayQuery, type DayRecord, readDays } from './dayBuckets';
import { lastBefore } from './lastBefore';

/** `query.until` is not in the future. */
export function readClosings(db: Statements, query: ClosingsQuery & DayQuery): readonly DayClosing[] {
  const last: Partial<Record<CounterField, number | null>> = {};
  const days = localDays(query.until, query.days, query.zone);
  return readDays(db, query, days).map((record) => {
    const fields = record.bucket?.fields ?? {};
    const counts: Partial<Record<CounterField, CounterRise>> = {};
    for (const field of COUNTER_FIELDS) {
      const aggregate = fields[field];
      if (aggregate === undefined) continue;
      const before =
        last[field] === undefined ? lastBefore(db, query.id, field, record.from.getTime()) : last[field];
      counts[field] = riseOf(aggregate, before ?? null);
      last[field] = aggregate.last;
    }
    return closingOf(record, counts, query.nowMs);
  });
}

function riseOf({ first, increase, resets }: Aggregate, before: number | null): CounterRise {
  const since = before === null ? { increase: 0, resets: 0 } : counted(before, first);
  return { increase: increase + since.increase, resets: resets + since.resets };
}

function closingOf(
  { day, from, to, bucket, uptime }: DayRecord,
  counts: DayClosing['counted'],
  nowMs: number,
): DayClosing {
  const balance = bucket?.fields.totalBalance;
  return {
    day,
    from,
    to,
    isRunning: to.getTime() > nowMs,
    opening: bucket && valuesAt(bucket, bucket.firstMs, ({ first }) => first),
    closing: bucket && valuesAt(bucket, bucket.valuesAtMs, ({ last }) => last),
    balance: balance === undefined ? null : { min: balance.min, max: balance.max, fall: balance.fall },
    counted: counts,
    uptime,
  };
}

function valuesAt(
  { fields }: Bucket,
  atMs: number | null,
  pick: (of: Aggregate) => number,
): ClosingValues | null {
  const values = mapFields(fields, pick);
  return atMs === null || Object.keys(values).length === 0 ? null : { at: new Date(atMs), values };
}

function mapFields(
  fields: Aggregates,
  pick: (of: Aggregate) => number,
): Partial<Record<HistoryField, number>> {
  const values: Partial<Record<HistoryField, number>> = {};
  for (const field of HISTORY_FIELDS) {
    const aggregate = fields[field];
    if (aggregate !== undefined) values[field] = pick(aggregate);
  }
  return values;
}
