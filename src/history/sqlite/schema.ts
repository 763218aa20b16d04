import { HISTORY_FIELDS, type HistoryField } from '../model/fields';
import type { Statements } from './statements';

/** Counts up with each change of the tables. */
const SCHEMA_VERSION = 2;

export const columnOf = (field: HistoryField): string =>
  field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

export const FIELD_COLUMNS = HISTORY_FIELDS.map(columnOf).join(', ');

/** The columns of a tier before those of the fields. */
export const BUCKET_COLUMNS = 'at, checks, first_at, last_at, values_at, watched_ms, up_ms, shared, spread';

const tier = (name: string): string => `
CREATE TABLE ${name} (
  target INTEGER NOT NULL, at INTEGER NOT NULL, checks INTEGER NOT NULL,
  first_at INTEGER NOT NULL, last_at INTEGER NOT NULL, values_at INTEGER,
  watched_ms INTEGER, up_ms INTEGER, shared INTEGER NOT NULL, spread BLOB,
  ${HISTORY_FIELDS.map((field) => `${columnOf(field)} REAL`).join(', ')},
  PRIMARY KEY (target, at)
) WITHOUT ROWID;`;

/**
 * Times are epoch ms. `own_first_at` is the first check of this instance, where `first_at` may be another's; `first_at`, `last_at` and `values_at` of a tier are ms since `at`. A tier has the last value of each
 * field, and in `spread` what else there is: see tiers/spread.ts. What is usual is null: `watched_ms` for all of the span,
 * `up_ms` for as long as it was watched, `values_at` for `last_at`.
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

/** Version 1 kept spans another way: they are summed up anew from the checks that are there, and told by other instances again. */
const FROM_VERSION_1 = `
DROP TABLE five_minutes;
DROP TABLE hours;
${tier('five_minutes')}
${tier('hours')}
DELETE FROM marks WHERE name IN ('five_minutes_until', 'hours_until', 'pulled_until');
INSERT INTO marks (name, value)
SELECT column1, start FROM (SELECT min(at) - min(at) % 3600000 AS start FROM checks)
JOIN (VALUES ('five_minutes_until'), ('hours_until')) WHERE start IS NOT NULL;
PRAGMA user_version = ${SCHEMA_VERSION};
`;

/** The file was written by another version of the bot, which this one cannot read. */
export class OtherSchemaError extends Error {
  constructor(version: number) {
    super(
      `its tables are of version ${version}, and this version of arbwatch knows version ${SCHEMA_VERSION}`,
    );
    this.name = 'OtherSchemaError';
  }
}

/** Makes the tables where there are none, and changes those of an older version. Throws OtherSchemaError for a newer one. */
export function ensureSchema(db: Statements): void {
  const version = versionOf(db);
  if (version > SCHEMA_VERSION) throw new OtherSchemaError(version);
  if (version < SCHEMA_VERSION) db.transaction(() => db.exec(version === 0 ? SCHEMA : FROM_VERSION_1));
}

/** For who may not write. Throws OtherSchemaError. */
export function requireSchema(db: Statements): void {
  const version = versionOf(db);
  if (version !== SCHEMA_VERSION) throw new OtherSchemaError(version);
}

const versionOf = (db: Statements): number => db.row<[number]>('PRAGMA user_version')?.[0] ?? 0;
