import type { Uptime } from '../../model/closing';
import type { LocalDay } from '../../model/localDays';
import { type Bucket, concatBuckets } from '../../tiers/bucket';
import { type Interval, within, without } from '../../tiers/intervals';
import { mergeBuckets } from '../../tiers/mergeBuckets';
import { HOUR_MS } from '../../tiers/tiers';
import { readBuckets, readChecks } from '../bucketRows';
import type { Statements } from '../statements';
import { readInTiers, TIER_TABLES } from '../tierTables';
import { type StoredDay, storedDays } from './dayPieces';
import { gapOf } from './series/readSeries';
import { ownUptime, type ReasonedGap, unwatchedBy, type WatchQuery } from './watched';

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

/** All that is known of days that follow each other, here and by what the other instances told. */
export function readDays(db: Statements, query: DayQuery, days: readonly LocalDay[]): readonly DayRecord[] {
  const { id, zone, nowMs, missedAfterMs } = query;
  const whole = {
    fromMs: days[0]?.from.getTime() ?? nowMs,
    toMs: days.at(-1)?.to.getTime() ?? nowMs,
  };
  const until = { ...whole, toMs: Math.max(whole.fromMs, Math.min(whole.toMs, nowMs)) };
  const unwatched = unwatchedBy(db, { id, ...until }, missedAfterMs);
  const stored = id === null ? [] : storedDays(db, id, whole, zone);
  const buckets = id === null ? () => [] : bucketsByDay(db, id, whole, days);
  return days.map((day) => {
    const span = { fromMs: day.from.getTime(), toMs: Math.min(day.to.getTime(), nowMs) };
    const found = buckets(day);
    const own = { ...uptimeOf(db, { id, ...span }, found, missedAfterMs), gaps: within(unwatched, span) };
    const told = stored.find((each) => each.day === day.day);
    return { ...day, ...mergedDay(day, found, own, told) };
  });
}

/** A bucket of a tier, or a check, which has no length. */
interface SpanBucket extends Interval {
  readonly bucket: Bucket;
}

/** By the buckets, which know what other instances watched, too; and elsewhere by what this one recorded. */
function uptimeOf(
  db: Statements,
  { id, fromMs, toMs }: WatchQuery,
  buckets: readonly SpanBucket[],
  missedAfterMs: number,
): Omit<Uptime, 'gaps'> {
  const tiers = buckets.filter((each) => each.toMs > each.fromMs);
  const beside = without([{ fromMs, toMs }], tiers).map((span) =>
    ownUptime(db, { id, ...span }, missedAfterMs),
  );
  const parts = [...tiers.map(({ bucket }) => bucket), ...beside];
  return {
    watchedMs: parts.reduce((sum, { watchedMs }) => sum + watchedMs, 0),
    upMs: parts.reduce((sum, { upMs }) => sum + upMs, 0),
  };
}

/** Read at once where all days begin with an hour, which is so in most zones. */
function bucketsByDay(
  db: Statements,
  id: number,
  whole: Interval,
  days: readonly LocalDay[],
): (day: LocalDay) => readonly SpanBucket[] {
  const read = (span: Interval): readonly SpanBucket[] =>
    readInTiers(db, span, TIER_TABLES, (tier, each) => {
      const buckets = tier === null ? readChecks(db, id, each) : readBuckets(db, tier, id, each);
      return buckets.map((bucket) => ({
        bucket,
        fromMs: bucket.startMs,
        toMs: bucket.startMs + (tier?.stepMs ?? 0),
      }));
    });
  const spanOf = ({ from, to }: LocalDay) => ({ fromMs: from.getTime(), toMs: to.getTime() });
  if (days.some(({ from }) => from.getTime() % HOUR_MS !== 0)) return (day) => read(spanOf(day));
  const all = read(whole);
  let next = 0;
  return (day) => {
    const { toMs } = spanOf(day);
    const start = next;
    while (next < all.length && (all[next]?.fromMs ?? toMs) < toMs) next += 1;
    return all.slice(start, next);
  };
}

interface OwnUptime extends Omit<Uptime, 'gaps'> {
  readonly gaps: readonly ReasonedGap[];
}

function mergedDay(
  { from }: LocalDay,
  found: readonly SpanBucket[],
  { watchedMs, upMs, gaps }: OwnUptime,
  stored: StoredDay | undefined,
): Pick<DayRecord, 'bucket' | 'uptime'> {
  const uptime = { watchedMs, upMs, gaps: gaps.map(gapOf) };
  const [first, ...others] = found.map(({ bucket }) => bucket);
  const own = first && { ...others.reduce(concatBuckets, first), startMs: from.getTime(), watchedMs, upMs };
  if (stored === undefined) return { bucket: own ?? null, uptime };
  const bucket = own === undefined ? stored.bucket : mergeBuckets(own, stored.bucket);
  if (bucket.watchedMs <= watchedMs) return { bucket, uptime };
  // When others watched is not known, only for how long.
  return { bucket, uptime: { watchedMs: bucket.watchedMs, upMs: bucket.upMs, gaps: [] } };
}
