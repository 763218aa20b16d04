import type { GapReason } from '../../model/gap';
import { type Interval, joinTouching, totalMs, within, without } from '../../tiers/intervals';
import type { Statements } from '../statements';
import { lastCheck } from '../write/lastCheck';

/** Of one target; `id` is null where there is no record of it. */
export interface WatchQuery extends Interval {
  readonly id: number | null;
}

export interface ReasonedGap extends Interval {
  readonly reason: GapReason;
}

/** When this instance did not watch a target, and why; ascending and apart. */
export function ownGaps(
  db: Statements,
  { id, fromMs, toMs }: WatchQuery,
  missedAfterMs: number,
): readonly ReasonedGap[] {
  const firstMs = id === null ? null : (db.row<[number | null]>(FIRST, id)?.[0] ?? null);
  const last = lastCheck(db);
  if (firstMs === null || last === null) return [{ fromMs, toMs, reason: 'no_records' }];
  const stored = db
    .rows<[number, number, GapReason]>(GAPS, toMs, fromMs)
    .map(([from, to, reason]): ReasonedGap => ({ fromMs: from, toMs: to, reason }));
  const isOver = toMs - last.atMs > missedAfterMs;
  const tail = isOver ? 'bot_down' : last.kind === 'unavailable' ? 'redis_unavailable' : null;
  const before: ReasonedGap = { fromMs: Number.NEGATIVE_INFINITY, toMs: firstMs, reason: 'no_records' };
  const after: ReasonedGap[] =
    tail === null
      ? []
      : [{ fromMs: Math.max(last.atMs, firstMs), toMs: Number.POSITIVE_INFINITY, reason: tail }];
  const since = within(stored, { fromMs: firstMs, toMs: Math.max(last.atMs, firstMs) });
  const all = joinTouching([before, ...since, ...after], (a, b) => a.reason === b.reason);
  return within(all, { fromMs, toMs });
}

const FIRST = 'SELECT own_first_at FROM targets WHERE id = ?';
const GAPS = `SELECT from_at, to_at, reason FROM gaps
  WHERE from_at < ? AND to_at > ? ORDER BY from_at`;

/** When other instances watched it, as far as their closing values are known; ascending and apart. */
export const coveredByOthers = (db: Statements, { id, fromMs, toMs }: WatchQuery): readonly Interval[] =>
  db
    .rows<[number, number]>(COVERED, id, toMs, fromMs)
    .map(([from, to]) => ({ fromMs: Math.max(from, fromMs), toMs: Math.min(to, toMs) }));

const COVERED = `SELECT from_at, to_at FROM covered
  WHERE target = ? AND from_at < ? AND to_at > ? ORDER BY from_at`;

/** When nobody watched it. */
export function unwatchedBy(
  db: Statements,
  query: WatchQuery,
  missedAfterMs: number,
): readonly ReasonedGap[] {
  return without(ownGaps(db, query, missedAfterMs), coveredByOthers(db, query));
}

/** For how long this instance watched a target, and how much of that it was up; in ms. */
export function ownUptime(
  db: Statements,
  query: WatchQuery,
  missedAfterMs: number,
): { watchedMs: number; upMs: number } {
  const { id, fromMs, toMs } = query;
  const lastMs = lastCheck(db)?.atMs ?? fromMs;
  const until = { fromMs, toMs: Math.min(toMs, lastMs) };
  const watched = without([until], ownGaps(db, query, missedAfterMs)).filter(
    (each) => each.fromMs < each.toMs,
  );
  const down = id === null ? [] : downtimes(db, id, until);
  const watchedMs = totalMs(watched);
  return { watchedMs, upMs: totalMs(without(watched, down)) };
}

function downtimes(db: Statements, id: number, { fromMs, toMs }: Interval): readonly Interval[] {
  const changes = [
    ...db.rows<[number, number]>(LIFE_BEFORE, id, fromMs),
    ...db.rows<[number, number]>(LIFE_WITHIN, id, fromMs, toMs),
  ];
  const spans = changes.map(([isDown, sinceMs], i) => ({
    isDown: isDown === 1,
    fromMs: sinceMs,
    toMs: changes[i + 1]?.[1] ?? Number.POSITIVE_INFINITY,
  }));
  const down = spans.filter(({ isDown }) => isDown);
  return within(down, { fromMs, toMs });
}

const LIFE = "SELECT new, at FROM events WHERE target = ? AND kind = 'life' AND name = ''";
const LIFE_BEFORE = `${LIFE} AND at < ? ORDER BY at DESC LIMIT 1`;
const LIFE_WITHIN = `${LIFE} AND at >= ? AND at < ? ORDER BY at`;
