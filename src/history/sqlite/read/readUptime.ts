import type { Uptime } from '../../model/closing';
import { type Interval, without } from '../../tiers/intervals';
import type { Statements } from '../statements';
import { readInTiers, TIER_TABLES, type TierTable } from '../tierTables';
import { gapOf } from './series/readSeries';
import { ownUptime, unwatchedBy } from './watched';

interface UptimeRead extends Interval {
  readonly id: number | null;
  readonly missedAfterMs: number;
}

/** By the tiers, which know what other instances watched, too; and elsewhere by what this one recorded. */
export function readUptime(db: Statements, query: UptimeRead): Uptime {
  const { id, missedAfterMs, fromMs, toMs } = query;
  const gaps = unwatchedBy(db, query, missedAfterMs).map(gapOf);
  return { ...uptimeIn(db, id, { fromMs, toMs }, missedAfterMs), gaps };
}

type Durations = Pick<Uptime, 'watchedMs' | 'upMs'>;

export function uptimeIn(
  db: Statements,
  id: number | null,
  span: Interval,
  missedAfterMs: number,
): Durations {
  if (id === null) return { watchedMs: 0, upMs: 0 };
  const own = (each: Interval): Durations => ownUptime(db, { id, ...each }, missedAfterMs);
  const parts = readInTiers(db, span, TIER_TABLES, (tier, each): readonly Durations[] =>
    tier === null ? [own(each)] : [inTier(db, tier, id, each), ...spansWithout(db, tier, id, each).map(own)],
  );
  return {
    watchedMs: parts.reduce((sum, { watchedMs }) => sum + watchedMs, 0),
    upMs: parts.reduce((sum, { upMs }) => sum + upMs, 0),
  };
}

function inTier(
  db: Statements,
  { table, stepMs }: TierTable,
  id: number,
  { fromMs, toMs }: Interval,
): Durations {
  const row = db.row<[number | null, number | null]>(
    `SELECT sum(ifnull(watched_ms, ?1)), sum(coalesce(up_ms, watched_ms, ?1)) FROM ${table}
     WHERE target = ?2 AND at >= ?3 AND at < ?4`,
    stepMs,
    id,
    fromMs,
    toMs,
  );
  return { watchedMs: row?.[0] ?? 0, upMs: row?.[1] ?? 0 };
}

/** Where the tier has nothing; as a rule that is nowhere, which counting tells. */
function spansWithout(db: Statements, tier: TierTable, id: number, span: Interval): readonly Interval[] {
  const { table, stepMs } = tier;
  const of = `FROM ${table} WHERE target = ? AND at >= ? AND at < ?`;
  const count = db.row<[number]>(`SELECT count(*) ${of}`, id, span.fromMs, span.toMs)?.[0] ?? 0;
  if (count * stepMs === span.toMs - span.fromMs) return [];
  const starts = db.rows<[number]>(`SELECT at ${of} ORDER BY at`, id, span.fromMs, span.toMs);
  return without(
    [span],
    starts.map(([at]) => ({ fromMs: at, toMs: at + stepMs })),
  );
}
