/** As much of SQLite as is used: `node:sqlite` and `@photostructure/sqlite` both have it. */
export interface SqliteConnection {
  exec(sql: string): void;
  prepare(sql: string): SqliteStatement;
  close(): void;
}

export type SqliteValue = number | string | Uint8Array | null;

export interface SqliteStatement {
  run(...values: SqliteValue[]): { readonly changes: number | bigint };
  all(...values: SqliteValue[]): unknown[];
  get(...values: SqliteValue[]): unknown;
}

/** Opens a file, or `:memory:`. Throws what `sqliteFailure` understands. */
export type OpenSqlite = (path: string, options: { readonly readOnly: boolean }) => SqliteConnection;

interface SqliteModule {
  readonly DatabaseSync: new (path: string, options: { readonly readOnly: boolean }) => SqliteConnection;
}

/** In the order of preference: Node has its own from 22.13 on, and the other runs on Node 20. */
const MODULES = ['node:sqlite', '@photostructure/sqlite'];

/** Null where this Node has none, and none is installed. */
export async function loadSqlite(): Promise<OpenSqlite | null> {
  for (const name of MODULES) {
    const loaded: SqliteModule | null = await import(name).catch(() => null);
    if (loaded !== null) return (path, options) => new loaded.DatabaseSync(path, options);
  }
  return null;
}
