import type { CheckRecord } from '../../model/checkRecord';
import type { Statements } from '../statements';

export interface LastCheck {
  readonly atMs: number;
  readonly kind: CheckRecord['kind'];
}

/** The last check of whichever process; null before the first. */
export function lastCheck(db: Statements): LastCheck | null {
  const row = db.row<[number, LastCheck['kind']]>(
    "SELECT value, detail FROM marks WHERE name = 'last_check'",
  );
  return row && { atMs: row[0], kind: row[1] };
}

export const setLastCheck = (db: Statements, { atMs, kind }: LastCheck): void =>
  void db.run("INSERT OR REPLACE INTO marks VALUES ('last_check', ?, ?)", atMs, kind);
