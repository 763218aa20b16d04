import { localDays } from '../../model/localDays';
import type { ClosingBatch, DayRange, SharedDay } from '../../shared/closings';
import { encodeClosing } from '../../tiers/closingCodec';
import { floorTo, HOUR_MS } from '../../tiers/tiers';
import { readBuckets } from '../bucketRows';
import { getMark, setMark } from '../marks';
import { readDays } from '../read/dayBuckets';
import type { Statements } from '../statements';
import type { TargetIds } from '../targetIds';
import { FIVE_MINUTES } from '../tierTables';

/** Closing values of five minutes are shared for so long, in ms. */
export const SHARED_FOR_MS = 7 * 86_400_000;

/** The next hour of which not everything is shared; null where all is. */
export function nextBatch(db: Statements, ids: TargetIds): ClosingBatch | null {
  const doneMs = getMark(db, 'five_minutes_until');
  if (doneMs === null) return null;
  const sharedUntilMs = getMark(db, 'shared_until') ?? 0;
  const startMs = firstFrom(db, ids, Math.max(sharedUntilMs, floorTo(doneMs - SHARED_FOR_MS, HOUR_MS)));
  if (startMs === null || startMs >= doneMs) return null;
  const untilMs = Math.min(doneMs, floorTo(startMs, HOUR_MS) + HOUR_MS);
  const closings = ids.all().flatMap(({ id, target }) =>
    readBuckets(db, FIVE_MINUTES, id, { fromMs: startMs, toMs: untilMs }).map((bucket) => ({
      target,
      startMs: bucket.startMs,
      record: encodeClosing(bucket),
    })),
  );
  return { sharedUntilMs, untilMs, closings };
}

function firstFrom(db: Statements, ids: TargetIds, fromMs: number): number | null {
  const starts = ids.all().flatMap(({ id }) => db.row<[number | null]>(NEXT, id, fromMs)?.[0] ?? []);
  return starts.length === 0 ? null : Math.min(...starts);
}

const NEXT = 'SELECT min(at) FROM five_minutes WHERE target = ? AND at >= ?';

/** What was summed up anew meanwhile has set the mark back, and is shared again. */
export function markShared(
  db: Statements,
  { sharedUntilMs, untilMs }: Pick<ClosingBatch, 'sharedUntilMs' | 'untilMs'>,
): void {
  if ((getMark(db, 'shared_until') ?? 0) === sharedUntilMs) setMark(db, 'shared_until', untilMs);
}

/** Those days of which something is known. */
export function daysToShare(
  db: Statements,
  ids: TargetIds,
  { target, zone, until, before, days }: DayRange,
  missedAfterMs: number,
): readonly SharedDay[] {
  const query = { id: ids.find(target) ?? null, zone, nowMs: until.getTime(), missedAfterMs };
  const all = localDays(until, before + days, zone).slice(0, days);
  return readDays(db, query, all).flatMap(({ day, bucket }): SharedDay[] =>
    bucket === null ? [] : [{ target, zone, day, record: encodeClosing(bucket) }],
  );
}
