import { TARGET_STATUSES, type TargetStatus } from '../../../alerting/state/targetStatus';
import type { TargetId } from '../../../state/keys';
import { type FlagValues, HISTORY_FLAGS } from '../../model/checkRecord';
import { RARE_COUNTERS, type StateAt } from '../../model/events';
import type { SqliteValue } from '../driver';
import type { Statements } from '../statements';

/** How a target was before `ms`, by the newest events until then. */
export function stateBefore(db: Statements, id: number, target: TargetId, ms: number): StateAt {
  const newest = (kind: string, name = ''): SqliteValue =>
    db.row<[SqliteValue]>(NEWEST, id, kind, name, ms)?.[0] ?? null;
  const flags = Object.fromEntries(HISTORY_FLAGS.map((flag) => [flag, asFlag(newest('flag', flag))]));
  const counters = Object.fromEntries(RARE_COUNTERS.map((name) => [name, asNumber(newest('counter', name))]));
  return {
    target,
    status: asStatus(newest('status')),
    isDown: asFlag(newest('life')),
    flags: flags as FlagValues,
    counters: counters as StateAt['counters'],
    signs: db.rows<[string]>(SIGNS, id, ms).map(([sign]) => sign),
  };
}

const NEWEST =
  'SELECT new FROM events WHERE target = ? AND kind = ? AND name = ? AND at < ? ORDER BY at DESC LIMIT 1';

const SIGNS = "SELECT name FROM events WHERE target = ? AND kind = 'sign' AND at < ? ORDER BY name";

export const asFlag = (value: SqliteValue): boolean | null => (value === null ? null : value === 1);

export const asNumber = (value: SqliteValue): number | null => (typeof value === 'number' ? value : null);

export const asStatus = (value: SqliteValue): TargetStatus | null =>
  TARGET_STATUSES.find((status) => status === value) ?? null;
