import type { ShareMarks } from '../../shared/closings';
import type { Statements } from '../statements';

export function readShareMarks(db: Statements): ShareMarks {
  const row = db.row<[number, string | null]>("SELECT value, detail FROM marks WHERE name = 'pulled_until'");
  return { pulledUntilMs: row?.[0] ?? null, storeId: row?.[1] ?? null };
}

export function writeShareMarks(db: Statements, { pulledUntilMs, storeId }: ShareMarks): void {
  db.run("INSERT OR REPLACE INTO marks VALUES ('pulled_until', ?, ?)", pulledUntilMs ?? 0, storeId);
}
