import { parseJson } from '../../../lib/parseJson';
import type { SharedClosing, SharedDay } from '../../shared/closings';
import type { Bucket } from '../../tiers/bucket';
import { decodeClosing, encodeClosing } from '../../tiers/closingCodec';
import { mergeBuckets } from '../../tiers/mergeBuckets';
import { FIVE_MINUTES_MS, floorTo, HOUR_MS } from '../../tiers/tiers';
import { putBucket, readBuckets } from '../bucketRows';
import { getMark } from '../marks';
import { spanOfDay } from '../read/dayPieces';
import type { Statements } from '../statements';
import type { TargetIds } from '../targetIds';
import { FIVE_MINUTES } from '../tierTables';
import { sumUpHour } from '../write/rollUp';

export interface ImportDeps {
  readonly db: Statements;
  readonly ids: TargetIds;
  readonly missedAfterMs: number;
}

/** Takes over what other instances know beyond this one; to be called in a transaction. */
export function takeClosings(
  { db, ids, missedAfterMs }: ImportDeps,
  closings: readonly SharedClosing[],
): void {
  const hours = new Map<string, readonly [id: number, startMs: number]>();
  for (const { target, startMs, record } of closings) {
    const theirs = decodeClosing(record, startMs);
    if (theirs === null || startMs % FIVE_MINUTES_MS !== 0) continue;
    const id = ids.ensure(target);
    const [own] = readBuckets(db, FIVE_MINUTES, id, { fromMs: startMs, toMs: startMs + 1 });
    const merged = own === undefined ? theirs : mergeBuckets(own, theirs);
    if (own !== undefined && JSON.stringify(own) === JSON.stringify(merged)) continue;
    putBucket(db, FIVE_MINUTES, id, merged);
    if ((own?.watchedMs ?? 0) < theirs.watchedMs) addCover(db, id, theirs);
    db.run(SEEN, merged.firstMs, merged.lastMs, id);
    const hourMs = floorTo(startMs, HOUR_MS);
    if (hourMs < (getMark(db, 'hours_until') ?? 0)) hours.set(`${id} ${hourMs}`, [id, hourMs]);
  }
  for (const [id, hourMs] of hours.values()) sumUpHour(db, id, hourMs, missedAfterMs);
}

const SEEN = `UPDATE targets SET first_at = min(ifnull(first_at, ?1), ?1), last_at = max(ifnull(last_at, ?2), ?2)
  WHERE id = ?3`;

/** When another instance watched, joined with what it touches. */
function addCover(db: Statements, id: number, { startMs, watchedMs, firstMs, lastMs }: Bucket): void {
  const isWhole = watchedMs >= FIVE_MINUTES_MS;
  let [fromMs, toMs] = isWhole ? [startMs, startMs + FIVE_MINUTES_MS] : [firstMs, lastMs];
  for (const [from, to] of db.rows<[number, number]>(TOUCHING, id, toMs, fromMs)) {
    [fromMs, toMs] = [Math.min(from, fromMs), Math.max(to, toMs)];
    db.run('DELETE FROM covered WHERE target = ? AND from_at = ?', id, from);
  }
  if (fromMs < toMs) db.run('INSERT OR REPLACE INTO covered VALUES (?, ?, ?)', id, fromMs, toMs);
}

const TOUCHING = 'SELECT from_at, to_at FROM covered WHERE target = ? AND from_at <= ? AND to_at >= ?';

/** The same of days. */
export function takeDays({ db, ids }: ImportDeps, days: readonly SharedDay[]): void {
  for (const { target, zone, day, record } of days) {
    const startMs = spanOfDay(day, zone)?.fromMs ?? null;
    const theirs = startMs === null ? null : decodeClosing(record, startMs);
    if (startMs === null || theirs === null) continue;
    const id = ids.ensure(target);
    const stored = db.row<[string]>(
      'SELECT record FROM days WHERE target = ? AND zone = ? AND day = ?',
      id,
      zone,
      day,
    );
    const known = stored && decodeClosing(parseJson(stored[0]), startMs);
    const merged = known === null ? theirs : mergeBuckets(known, theirs);
    db.run(
      'INSERT OR REPLACE INTO days VALUES (?, ?, ?, ?)',
      id,
      zone,
      day,
      JSON.stringify(encodeClosing(merged)),
    );
    db.run(SEEN, merged.firstMs, merged.lastMs, id);
  }
}
