import { HISTORY_FIELDS, type HistoryField } from '../model/fields';
import type { Statements } from './statements';

/** Counts up with each change of the tables. */
const SCHEMA_VERSION = 1;

export const columnOf = (field: HistoryField): string =>
  field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

export const FIELD_COLUMNS = HISTORY_FIELDS.map(columnOf).join(', ');

/** The columns of a tier before those of the fields. */
export const BUCKET_COLUMNS = 'at, checks, first_at, last_at, values_at, watched_ms, up_ms, shared';

const tier = (name: string): string => `
CREATE TABLE ${name} (
  target INTEGER NOT NULL, at INTEGER NOT NULL, checks INTEGER NOT NULL,
  first_at INTEGER NOT NULL, last_at INTEGER NOT NULL, values_at INTEGER,
  watched_ms INTEGER NOT NULL, up_ms INTEGER NOT NULL, shared INTEGER NOT NULL,
  ${HISTORY_FIELDS.map((field) => `${columnOf(field)} REAL`).join(', ')}, spread BLOB,
  PRIMARY KEY (target, at)
) WITHOUT ROWID;`;

/**
 * Times are epoch ms; `own_first_at` is the first check of this instance, where `first_at` may be another's; `first_at`, `last_at` and `values_at` of a tier are ms since `at`. A tier has the last value of each
 * field, and in `spread` what else there is: see tiers/spread.ts.
 */
const SCHEMA = `
CREATE TABLE targets (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE,
  own_first_at INTEGER, first_at INTEGER, last_at INTEGER
);
CREATE TABLE checks (
  target INTEGER NOT NULL, at INTEGER NOT NULL, status TEXT NOT NULL,
  ${HISTORY_FIELDS.map((field) => `${columnOf(field)} REAL`).join(', ')},
  PRIMARY KEY (target, at)
) WITHOUT ROWID;
${tier('five_minutes')}
${tier('hours')}
CREATE TABLE days (
  target INTEGER NOT NULL, zone TEXT NOT NULL, day TEXT NOT NULL, record TEXT NOT NULL,
  PRIMARY KEY (target, zone, day)
) WITHOUT ROWID;
CREATE TABLE events (
  target INTEGER NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, at INTEGER NOT NULL,
  old, new, until INTEGER,
  PRIMARY KEY (target, kind, name, at)
) WITHOUT ROWID;
CREATE TABLE gaps (from_at INTEGER PRIMARY KEY, to_at INTEGER NOT NULL, reason TEXT NOT NULL);
CREATE TABLE covered (
  target INTEGER NOT NULL, from_at INTEGER NOT NULL, to_at INTEGER NOT NULL,
  PRIMARY KEY (target, from_at)
) WITHOUT ROWID;
CREATE TABLE marks (name TEXT PRIMARY KEY, value INTEGER NOT NULL, detail TEXT) WITHOUT ROWID;
PRAGMA user_version = ${SCHEMA_VERSION};
`;

/** The file was written by a newer version of the bot. */
export class NewerSchemaError extends Error {
  constructor(version: number) {
    super(
      `its tables are of version ${version}, and this version of arbwatch knows those up to ${SCHEMA_VERSION}`,
    );
    this.name = 'NewerSchemaError';
  }
}

/** Makes the tables where there are none. Throws NewerSchemaError. */
export function ensureSchema(db: Statements): void {
  const version = db.row<[number]>('PRAGMA user_version')?.[0] ?? 0;
  if (version > SCHEMA_VERSION) throw new NewerSchemaError(version);
  if (version < SCHEMA_VERSION) db.transaction(() => db.exec(SCHEMA));
}
