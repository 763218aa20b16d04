import type { HistoryField } from '../../model/fields';
import { columnOf } from '../schema';
import type { Statements } from '../statements';
import { storedDays } from './dayPieces';

/** The last value of a field that is known of before; null for none. */
export function lastBefore(
  db: Statements,
  id: number | null,
  field: HistoryField,
  ms: number,
): number | null {
  if (id === null) return null;
  const column = columnOf(field);
  const found = ['checks', 'five_minutes', 'hours'].flatMap((table) =>
    db.rows<[number, number]>(
      `SELECT at, ${column} FROM ${table} WHERE target = ? AND at < ? AND ${column} IS NOT NULL
       ORDER BY at DESC LIMIT 1`,
      id,
      ms,
    ),
  );
  const [newest] = found.sort(([a], [b]) => b - a);
  if (newest !== undefined) return newest[1];
  const day = storedDays(db, id, { fromMs: ms - DAYS_MS, toMs: ms }).findLast(
    ({ bucket }) => field in bucket.fields,
  );
  return day?.bucket.fields[field]?.last ?? null;
}

const DAYS_MS = 400 * 86_400_000;
