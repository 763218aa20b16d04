import type { Statements } from './statements';

/** How far each of these has come, in epoch ms. */
export type Mark =
  | 'shared_until'
  | 'pulled_until'
  | 'five_minutes_until'
  | 'hours_until'
  | 'checks_since'
  | 'five_minutes_since'
  | 'pruned_at';

export const getMark = (db: Statements, name: Mark): number | null =>
  db.row<[number]>('SELECT value FROM marks WHERE name = ?', name)?.[0] ?? null;

export const setMark = (db: Statements, name: Mark, value: number): void =>
  void db.run('INSERT OR REPLACE INTO marks VALUES (?, ?, NULL)', name, value);

/** Moves it back where it is further. */
export function lowerMark(db: Statements, name: Mark, value: number): void {
  const known = getMark(db, name);
  if (known !== null && known > value) setMark(db, name, value);
}
