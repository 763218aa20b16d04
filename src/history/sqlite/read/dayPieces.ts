import { DateTime } from 'luxon';
import { parseJson } from '../../../lib/parseJson';
import type { Bucket } from '../../tiers/bucket';
import { decodeClosing } from '../../tiers/closingCodec';
import type { Interval } from '../../tiers/intervals';
import type { Statements } from '../statements';

/** The closing values of one local day, as the instances told each other. */
export interface StoredDay extends Interval {
  readonly zone: string;
  readonly day: string;
  readonly bucket: Bucket;
}

/** Those that lie within a span, ascending. */
export function storedDays(
  db: Statements,
  id: number,
  { fromMs, toMs }: Interval,
  zone?: string,
): readonly StoredDay[] {
  const [from, to] = [fromMs - DAY_MS, toMs + DAY_MS].map((ms) => new Date(ms).toISOString().slice(0, 10));
  const rows = db.rows<[string, string, string]>(DAYS, id, from ?? '', to ?? '');
  const zoneOfAll = zone ?? rows.at(-1)?.[0];
  return rows
    .filter(([each]) => each === zoneOfAll)
    .flatMap(([each, day, record]) => storedDay(each, day, record) ?? [])
    .filter((each) => each.fromMs >= fromMs && each.toMs <= toMs);
}

const DAYS = 'SELECT zone, day, record FROM days WHERE target = ? AND day >= ? AND day <= ? ORDER BY day';
const DAY_MS = 86_400_000;

function storedDay(zone: string, day: string, record: string): StoredDay | null {
  const span = spanOfDay(day, zone);
  const bucket = span && decodeClosing(parseJson(record), span.fromMs);
  return bucket && { zone, day, ...span, bucket };
}

/** From midnight to midnight; null for no day, or no zone. */
export function spanOfDay(day: string, zone: string): Interval | null {
  const start = DateTime.fromISO(day, { zone });
  if (!start.isValid) return null;
  return { fromMs: start.toMillis(), toMs: start.plus({ days: 1 }).startOf('day').toMillis() };
}
