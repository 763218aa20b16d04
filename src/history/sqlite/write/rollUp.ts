import { type Bucket, concatBuckets } from '../../tiers/bucket';
import { without } from '../../tiers/intervals';
import { mergeBuckets } from '../../tiers/mergeBuckets';
import { FIVE_MINUTES_MS, floorTo, HOUR_MS } from '../../tiers/tiers';
import { putBucket, readBuckets, readChecks } from '../bucketRows';
import { getMark, setMark } from '../marks';
import { ownUptime } from '../read/watched';
import type { Statements } from '../statements';
import type { TargetIds } from '../targetIds';
import { FIVE_MINUTES, HOURS } from '../tierTables';
import { lastCheck } from './lastCheck';

interface RollUpDeps {
  readonly db: Statements;
  readonly ids: TargetIds;
  readonly missedAfterMs: number;
}

/**
 * Sums up the next span that is over: 5 min of checks, or an hour of those. In one transaction with how far it has come, so
 * that one that is killed is done again, and none is done twice. False where none is over.
 */
export function rollUpNext(deps: RollUpDeps): boolean {
  return rollUpFiveMinutes(deps) || rollUpHour(deps);
}

function rollUpFiveMinutes(deps: RollUpDeps): boolean {
  const { db, ids } = deps;
  const untilMs = lastCheck(db)?.atMs ?? 0;
  const fromMs = nextSpan(deps, untilMs);
  if (fromMs === null) return false;
  if (fromMs + FIVE_MINUTES_MS > untilMs) return skipTo(db, fromMs);
  db.transaction(() => {
    for (const { id } of ids.all()) {
      const own = ownFiveMinutes(deps, id, fromMs);
      if (own === null) continue;
      const [known] = readBuckets(db, FIVE_MINUTES, id, { fromMs, toMs: fromMs + 1 });
      putBucket(db, FIVE_MINUTES, id, known?.isShared ? mergeBuckets(own, known) : own);
    }
    setMark(db, 'five_minutes_until', fromMs + FIVE_MINUTES_MS);
  });
  return true;
}

/** Where it goes on: after what is summed up, and not before the first check from there. */
function nextSpan({ db, ids }: RollUpDeps, untilMs: number): number | null {
  const doneMs = getMark(db, 'five_minutes_until') ?? 0;
  const next = ids.all().flatMap(({ id }) => db.row<[number | null]>(NEXT_CHECK, id, doneMs)?.[0] ?? []);
  if (next.length === 0) return null;
  return Math.max(doneMs, floorTo(Math.min(...next, untilMs), FIVE_MINUTES_MS));
}

/** Nothing was checked before. */
function skipTo(db: Statements, ms: number): boolean {
  if ((getMark(db, 'five_minutes_until') ?? 0) < ms) setMark(db, 'five_minutes_until', ms);
  return false;
}

const NEXT_CHECK = 'SELECT min(at) FROM checks WHERE target = ? AND at >= ?';

function ownFiveMinutes({ db, missedAfterMs }: RollUpDeps, id: number, fromMs: number): Bucket | null {
  const toMs = fromMs + FIVE_MINUTES_MS;
  const checks = readChecks(db, id, { fromMs, toMs });
  const [first, ...others] = checks;
  if (first === undefined) return null;
  return {
    ...others.reduce(concatBuckets, first),
    startMs: fromMs,
    ...ownUptime(db, { id, fromMs, toMs }, missedAfterMs),
  };
}

function rollUpHour({ db, ids, missedAfterMs }: RollUpDeps): boolean {
  const readyMs = getMark(db, 'five_minutes_until') ?? 0;
  const doneMs = getMark(db, 'hours_until') ?? floorTo(firstFiveMinutes(db, ids, 0) ?? readyMs, HOUR_MS);
  const nextMs = firstFiveMinutes(db, ids, doneMs);
  if (nextMs === null) return false;
  const fromMs = Math.max(doneMs, floorTo(nextMs, HOUR_MS));
  if (fromMs + HOUR_MS > readyMs) return false;
  db.transaction(() => {
    for (const { id } of ids.all()) sumUpHour(db, id, fromMs, missedAfterMs);
    setMark(db, 'hours_until', fromMs + HOUR_MS);
  });
  return true;
}

function firstFiveMinutes(db: Statements, ids: TargetIds, fromMs: number): number | null {
  const starts = ids
    .all()
    .flatMap(({ id }) => db.row<[number | null]>(NEXT_FIVE_MINUTES, id, fromMs)?.[0] ?? []);
  return starts.length === 0 ? null : Math.min(...starts);
}

const NEXT_FIVE_MINUTES = 'SELECT min(at) FROM five_minutes WHERE target = ? AND at >= ?';

/** Anew, from what there is; to be called in a transaction. */
export function sumUpHour(db: Statements, id: number, fromMs: number, missedAfterMs: number): void {
  const toMs = fromMs + HOUR_MS;
  const buckets = readBuckets(db, FIVE_MINUTES, id, { fromMs, toMs });
  const [first, ...others] = buckets;
  if (first === undefined) return;
  const hour = { ...others.reduce(concatBuckets, first), startMs: fromMs };
  const spans = buckets.map(({ startMs }) => ({ fromMs: startMs, toMs: startMs + FIVE_MINUTES_MS }));
  const beside = without([{ fromMs, toMs }], spans).map((span) =>
    ownUptime(db, { id, ...span }, missedAfterMs),
  );
  putBucket(db, HOURS, id, {
    ...hour,
    watchedMs: beside.reduce((sum, { watchedMs }) => sum + watchedMs, hour.watchedMs),
    upMs: beside.reduce((sum, { upMs }) => sum + upMs, hour.upMs),
  });
}
