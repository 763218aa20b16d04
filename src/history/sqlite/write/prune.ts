import { FIVE_MINUTES_MS, floorTo, HOUR_MS, type Retention } from '../../tiers/tiers';
import { getMark, setMark } from '../marks';
import type { Statements } from '../statements';
import type { TargetIds } from '../targetIds';
import { lastCheck } from './lastCheck';

const DAY_MS = 86_400_000;

/**
 * Removes what is older than it is kept, an hour of checks at a time; false where there was nothing to do. A clock that jumps
 * ahead by years costs a day of history an hour, and not all of it.
 */
export function pruneNext(db: Statements, ids: TargetIds, keep: Retention): boolean {
  const nowMs = lastCheck(db)?.atMs ?? 0;
  const doneMs = getMark(db, 'pruned_at');
  if (doneMs !== null && nowMs < doneMs + HOUR_MS && nowMs >= doneMs) return false;
  const atMs = doneMs === null || nowMs < doneMs ? nowMs : Math.min(nowMs, doneMs + DAY_MS);
  db.transaction(() => {
    const oldest = (ms: number) => floorTo(atMs - ms, HOUR_MS);
    for (const { id } of ids.all()) {
      db.run('DELETE FROM checks WHERE target = ? AND at < ?', id, summedUp(db, oldest(keep.checksMs)));
      db.run('DELETE FROM five_minutes WHERE target = ? AND at < ?', id, oldest(keep.fiveMinutesMs));
      db.run('DELETE FROM hours WHERE target = ? AND at < ?', id, oldest(keep.hoursMs));
      db.run('DELETE FROM covered WHERE target = ? AND to_at < ?', id, oldest(keep.hoursMs));
      db.run(PRUNE_EVENTS, id, oldest(keep.eventsMs));
    }
    db.run('DELETE FROM gaps WHERE to_at < ?', oldest(keep.hoursMs));
    db.run('DELETE FROM days WHERE day < ?', new Date(oldest(keep.eventsMs)).toISOString().slice(0, 10));
    setMark(db, 'pruned_at', atMs);
    setMark(db, 'checks_since', oldest(keep.checksMs));
    setMark(db, 'five_minutes_since', oldest(keep.fiveMinutesMs));
  });
  return true;
}

/** No check goes before it is summed up. */
const summedUp = (db: Statements, ms: number): number =>
  Math.min(ms, floorTo(getMark(db, 'five_minutes_until') ?? 0, FIVE_MINUTES_MS));

/** The newest of each kind stays: it says how the target is. */
const PRUNE_EVENTS = `DELETE FROM events WHERE target = ?1 AND at < ?2 AND at < (
  SELECT max(at) FROM events AS newer
  WHERE newer.target = ?1 AND newer.kind = events.kind AND newer.name = events.name)`;
