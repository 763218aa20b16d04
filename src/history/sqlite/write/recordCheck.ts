import type { CheckRecord, TargetSample } from '../../model/checkRecord';
import { HISTORY_FIELDS } from '../../model/fields';
import type { GapReason } from '../../model/gap';
import { ceilTo, FIVE_MINUTES_MS, floorTo, HOUR_MS } from '../../tiers/tiers';
import { getMark, lowerMark } from '../marks';
import { FIELD_COLUMNS } from '../schema';
import type { Statements } from '../statements';
import type { TargetIds } from '../targetIds';
import type { EventWriter } from './events';
import { type LastCheck, lastCheck, setLastCheck } from './lastCheck';

/** After this long in the past, in ms, a target that is found to be down does not change what was summed up. */
const BACKDATED_WITHIN_MS = 86_400_000;

interface RecordDeps {
  readonly db: Statements;
  readonly ids: TargetIds;
  readonly events: EventWriter;
  readonly missedAfterMs: number;
}

/** Checks between this one and the last one were made, and could not be kept. */
export interface RecordOptions {
  readonly wereDropped?: boolean;
}

/** Writes one check, with what changed since the one before; to be called in a transaction. */
export function writeCheck(
  deps: RecordDeps,
  check: CheckRecord,
  { wereDropped = false }: RecordOptions = {},
): void {
  const { db, missedAfterMs } = deps;
  const atMs = check.at.getTime();
  const before = lastCheck(db);
  const reason = before && unwatchedReason(before, { atMs, kind: check.kind }, missedAfterMs, wereDropped);
  if (before && reason) addGap(db, before.atMs, atMs, reason);
  setLastCheck(db, { atMs, kind: check.kind });
  if (before !== null && atMs < before.atMs) rollUpAgain(db, atMs);
  if (check.kind === 'observed') for (const sample of check.targets) writeSample(deps, sample, atMs);
}

/** Why nobody watched between two checks; null where somebody did. */
export function unwatchedReason(
  before: LastCheck,
  after: LastCheck,
  missedAfterMs: number,
  wereDropped: boolean,
): Exclude<GapReason, 'target_down' | 'not_reported' | 'no_records'> | null {
  if (after.atMs - before.atMs > missedAfterMs) return wereDropped ? 'not_recorded' : 'bot_down';
  return before.kind === 'unavailable' || after.kind === 'unavailable' ? 'redis_unavailable' : null;
}

/** One that goes on is lengthened. */
function addGap(db: Statements, fromMs: number, toMs: number, reason: GapReason): void {
  const lengthened = db.run(LENGTHEN, toMs, fromMs, reason);
  if (lengthened === 0) db.run('INSERT OR REPLACE INTO gaps VALUES (?, ?, ?)', fromMs, toMs, reason);
}

const LENGTHEN = `UPDATE gaps SET to_at = ?
  WHERE from_at = (SELECT max(from_at) FROM gaps) AND to_at = ? AND reason = ?`;

function writeSample({ db, ids, events }: RecordDeps, sample: TargetSample, atMs: number): void {
  const id = ids.ensure(sample.target);
  const values = HISTORY_FIELDS.map((field) => finite(sample.values[field]));
  db.run(PUT_CHECK, id, atMs, sample.status, ...values);
  db.run(SEEN, atMs, id);
  const change = events.write(id, sample, atMs);
  if (change !== null && atMs - change < BACKDATED_WITHIN_MS) rollUpAgain(db, change);
}

/** A negative zero is zero. */
const finite = (value: number | undefined): number | null =>
  value !== undefined && Number.isFinite(value) ? value + 0 : null;

const PUT_CHECK = `INSERT OR REPLACE INTO checks (target, at, status, ${FIELD_COLUMNS})
  VALUES (?, ?, ?, ${HISTORY_FIELDS.map(() => '?').join(', ')})`;
const SEEN = `UPDATE targets SET own_first_at = min(ifnull(own_first_at, ?1), ?1),
  first_at = min(ifnull(first_at, ?1), ?1), last_at = max(ifnull(last_at, ?1), ?1) WHERE id = ?2`;

/** What was summed up from then on has changed; not before that of which the checks are gone. */
export function rollUpAgain(db: Statements, changedMs: number): void {
  const fromMs = Math.max(changedMs, ceilTo(getMark(db, 'checks_since') ?? 0, FIVE_MINUTES_MS));
  if ((getMark(db, 'five_minutes_until') ?? 0) <= fromMs) return;
  lowerMark(db, 'five_minutes_until', floorTo(fromMs, FIVE_MINUTES_MS));
  lowerMark(db, 'hours_until', floorTo(fromMs, HOUR_MS));
  lowerMark(db, 'shared_until', floorTo(fromMs, FIVE_MINUTES_MS));
}
