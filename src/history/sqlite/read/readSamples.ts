import type { SamplesQuery } from '../../historyReader';
import { HISTORY_FIELDS, type HistoryField } from '../../model/fields';
import type { RecordedSample } from '../../model/recordedSample';
import type { Bucket } from '../../tiers/bucket';
import { ceilTo, FIVE_MINUTES_MS } from '../../tiers/tiers';
import { readBuckets } from '../bucketRows';
import { getMark } from '../marks';
import { FIELD_COLUMNS } from '../schema';
import type { Statements } from '../statements';
import { readInTiers, TIER_TABLES, type TierTable } from '../tierTables';
import { asStatus } from './stateAt';

/** The finest that is kept of each time. */
export function readSamples(
  db: Statements,
  { id, from, to, limit }: SamplesQuery & { readonly id: number | null },
): readonly RecordedSample[] {
  if (id === null) return [];
  const [fromMs, toMs] = [from.getTime(), to.getTime()];
  const checksFromMs = Math.max(fromMs, ceilTo(getMark(db, 'checks_since') ?? 0, FIVE_MINUTES_MS));
  const summed = readInTiers(db, { fromMs, toMs: Math.min(toMs, checksFromMs) }, TIER_TABLES, (tier, span) =>
    tier === null ? [] : readBuckets(db, tier, id, span).map((bucket) => sampleOf(bucket, tier)),
  );
  const checks = db
    .rows<readonly [number, string, ...(number | null)[]]>(CHECKS, id, checksFromMs, toMs, limit)
    .map(
      ([at, status, ...values]): RecordedSample => ({
        at: new Date(at),
        resolution: 'check',
        values: valuesOf((field) => values[HISTORY_FIELDS.indexOf(field)] ?? null),
        status: asStatus(status),
      }),
    );
  return [...summed, ...checks].slice(0, limit);
}

const sampleOf = (bucket: Bucket, { resolution }: TierTable): RecordedSample => ({
  at: new Date(bucket.valuesAtMs ?? bucket.lastMs),
  resolution,
  values: valuesOf((field) => bucket.fields[field]?.last ?? null),
  status: null,
});

const CHECKS = `SELECT at, status, ${FIELD_COLUMNS} FROM checks WHERE target = ? AND at >= ? AND at < ?
  ORDER BY at LIMIT ?`;

function valuesOf(read: (field: HistoryField) => number | null): RecordedSample['values'] {
  const values: Partial<Record<HistoryField, number>> = {};
  for (const field of HISTORY_FIELDS) {
    const value = read(field);
    if (value !== null) values[field] = value;
  }
  return values;
}
