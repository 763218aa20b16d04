import type { Uptime } from '../../model/closing';
import type { LocalDay } from '../../model/localDays';
import { type Bucket, concatBuckets } from '../../tiers/bucket';
import { mergeBuckets } from '../../tiers/mergeBuckets';
import type { Statements } from '../statements';
import { storedDays } from './dayPieces';
import { readPieces } from './pieces';
import { readUptime } from './readUptime';

export interface DayQuery {
  readonly id: number | null;
  readonly zone: string;
  readonly nowMs: number;
  readonly missedAfterMs: number;
}

export interface DayRecord extends LocalDay {
  /** Null where nothing is known of it. */
  readonly bucket: Bucket | null;
  readonly uptime: Uptime;
}

/** All that is known of a day, here and by what the other instances told. */
export function readDay(db: Statements, query: DayQuery, day: LocalDay): DayRecord {
  const { id, zone, nowMs, missedAfterMs } = query;
  const span = { fromMs: day.from.getTime(), toMs: day.to.getTime() };
  const until = { fromMs: span.fromMs, toMs: Math.min(span.toMs, nowMs) };
  const uptime = readUptime(db, { id, missedAfterMs, ...until });
  if (id === null) return { ...day, bucket: null, uptime };
  const [first, ...others] = readPieces(db, { id, ...span }).map(({ bucket }) => bucket);
  const { watchedMs, upMs } = uptime;
  const own = first && { ...others.reduce(concatBuckets, first), startMs: span.fromMs, watchedMs, upMs };
  const [stored] = storedDays(db, id, span, zone);
  if (stored === undefined) return { ...day, bucket: own ?? null, uptime };
  const bucket = own === undefined ? stored.bucket : mergeBuckets(own, stored.bucket);
  const isByOthers = bucket.watchedMs > watchedMs;
  // When others watched is not known, only for how long.
  return isByOthers
    ? { ...day, bucket, uptime: { watchedMs: bucket.watchedMs, upMs: bucket.upMs, gaps: [] } }
    : { ...day, bucket, uptime };
}
