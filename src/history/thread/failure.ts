import type { HistoryProblemCode } from '../model/health';

/** The file cannot be used; by what SQLite or the file system said. */
export class HistoryFailure extends Error {
  constructor(
    readonly code: HistoryProblemCode,
    /** What to do about it, for whoever runs the bot. */
    detail: string,
    /** It may work when it is tried again. */
    readonly mayPass: boolean,
    cause: unknown,
  ) {
    super(detail, { cause });
    this.name = 'HistoryFailure';
  }
}

/** SQLite's result codes: https://www.sqlite.org/rescode.html. */
const SQLITE_CODES: ReadonlyMap<number, HistoryProblemCode> = new Map([
  [3, 'read_only'],
  [5, 'locked'],
  [6, 'locked'],
  [8, 'read_only'],
  [10, 'failed'],
  [11, 'corrupt'],
  [13, 'full'],
  [14, 'read_only'],
  [26, 'corrupt'],
]);

/** What SQLite says for some of them: `@photostructure/sqlite` gives no code where a query fails. */
const SQLITE_TEXTS: ReadonlyMap<string, number> = new Map([
  ['database is locked', 5],
  ['database table is locked', 6],
  ['attempt to write a readonly database', 8],
  ['disk I/O error', 10],
  ['database disk image is malformed', 11],
  ['database or disk is full', 13],
  ['unable to open database file', 14],
  ['file is not a database', 26],
]);

/** SQLITE_IOERR_SHMSIZE: no space for the index of its log. */
const NO_SPACE_FOR_INDEX = 4874;

const SYSTEM_CODES: ReadonlyMap<string, HistoryProblemCode> = new Map([
  ['ENOSPC', 'full'],
  ['EDQUOT', 'full'],
  ['EROFS', 'read_only'],
  ['EACCES', 'read_only'],
  ['EPERM', 'read_only'],
  ['ENOTDIR', 'read_only'],
  ['EEXIST', 'read_only'],
  ['EIO', 'failed'],
]);

const ADVICE: Readonly<Record<HistoryProblemCode, string>> = {
  locked: 'another program holds it: end that, or give this instance a file of its own (HISTORY_FILE)',
  full: 'there is no space left for it: free some, or put it elsewhere (HISTORY_FILE)',
  corrupt: 'it is damaged',
  read_only:
    'it cannot be opened for writing: mount a volume there that the bot may write, or set HISTORY_FILE',
  hanging: 'the disk does not answer',
  failed: 'reading or writing it failed',
};

/** Null where the error is about neither: a fault of the code. */
export function failureOf(error: unknown): HistoryFailure | null {
  if (error instanceof HistoryFailure) return error;
  if (!(error instanceof Error)) return null;
  const code = codeOf(error);
  if (code === null) return null;
  return new HistoryFailure(code, `${ADVICE[code]} (${error.message})`, code !== 'corrupt', error);
}

/** Of one that says for itself what is wrong. */
export const unknownFailure = (error: unknown): HistoryFailure =>
  new HistoryFailure('failed', error instanceof Error ? error.message : String(error), true, error);

function codeOf(error: Error): HistoryProblemCode | null {
  const { errcode, code } = error as { readonly errcode?: unknown; readonly code?: unknown };
  if (errcode === NO_SPACE_FOR_INDEX) return 'full';
  const sqliteCode = typeof errcode === 'number' ? errcode : SQLITE_TEXTS.get(error.message);
  if (sqliteCode !== undefined) return SQLITE_CODES.get(sqliteCode % 256) ?? null;
  return typeof code === 'string' ? (SYSTEM_CODES.get(code) ?? null) : null;
}
