import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { WatchSettings } from '../model/watching';
import type { OpenSqlite } from '../sqlite/driver';
import { HistoryDatabase } from '../sqlite/historyDatabase';
import { ensureSchema, requireSchema } from '../sqlite/schema';
import { Statements } from '../sqlite/statements';
import { IN_FILE, IN_MEMORY_ONLY } from '../tiers/tiers';
import { WriterLock } from './writerLock';

/** Rows of some 200 bytes waste less of larger pages. Of a file that is there already, it says nothing. */
const PAGE_SIZE = 'PRAGMA page_size = 8192';

/** A log that is checkpointed is cut to this size; and another program may hold the file for so long, in ms. */
const PRAGMAS = `PRAGMA busy_timeout = 2000; PRAGMA cache_size = -4000; PRAGMA temp_store = MEMORY;
  PRAGMA journal_size_limit = 16777216`;

export interface OpenedDatabase {
  readonly mode: 'file' | 'read_only' | 'memory';
  readonly database: HistoryDatabase;
  /** Of the writer. */
  readonly lock: WriterLock | null;
}

/** In the file, for writing unless another process does. Throws what SQLite and the file system do. */
export function openFile(
  open: OpenSqlite,
  path: string,
  settings: WatchSettings,
  { mayWrite = true }: { readonly mayWrite?: boolean } = {},
): OpenedDatabase {
  if (mayWrite) mkdirSync(dirname(path), { recursive: true });
  const lock = mayWrite ? WriterLock.tryTake(open, path) : null;
  try {
    const mode = lock === null ? 'read_only' : 'file';
    return { mode, lock, database: openWith(open, path, settings, mode) };
  } catch (error) {
    lock?.release();
    throw error;
  }
}

export const openMemory = (open: OpenSqlite, settings: WatchSettings): OpenedDatabase => ({
  mode: 'memory',
  database: openWith(open, ':memory:', settings, 'memory'),
  lock: null,
});

function openWith(
  open: OpenSqlite,
  path: string,
  settings: WatchSettings,
  mode: OpenedDatabase['mode'],
): HistoryDatabase {
  const db = new Statements(open(path, { readOnly: mode === 'read_only' }));
  try {
    db.exec(PRAGMAS);
    if (mode === 'file') db.exec(`${PAGE_SIZE}; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL`);
    if (mode === 'read_only') requireSchema(db);
    else ensureSchema(db);
    return new HistoryDatabase(db, settings, mode === 'memory' ? IN_MEMORY_ONLY : IN_FILE);
  } catch (error) {
    db.close();
    throw error;
  }
}
