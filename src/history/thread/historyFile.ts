import { statSync } from 'node:fs';
import type { Clock } from '../../lib/clock';
import type { CheckRecord } from '../model/checkRecord';
import type { HistoryProblem } from '../model/health';
import type { OpenSqlite } from '../sqlite/driver';
import type { HistoryDatabase } from '../sqlite/historyDatabase';
import { moveAside } from './corruptFile';
import { failureOf, HistoryFailure, unknownFailure } from './failure';
import { type OpenedDatabase, openFile, openMemory } from './openDatabase';

/** Where there is no file, or another process writes it, it is tried again this often, in ms. */
const REOPEN_MS = 60_000;

export interface HistoryFileDeps {
  readonly open: OpenSqlite;
  /** Null to keep all in memory. */
  readonly path: string | null;
  readonly mayWrite: boolean;
  readonly clock: Clock;
  readonly missedAfterMs: number;
  readonly log: (level: 'info' | 'warn', message: string, details: object) => void;
}

/** The database, in its file for as long as that can be used: whatever becomes of it, there is one to ask and to write. */
export class HistoryFile {
  problem: HistoryProblem | null = null;
  movedTo: string | null = null;
  /** Counts up where a database is opened that may know nothing of before. */
  openings = 0;
  private opened: OpenedDatabase;
  private openedAtMs = 0;
  private inode: number | null = null;
  /** What was kept in memory meanwhile is not in the file. */
  private wasElsewhere = false;

  private readonly settings: { readonly clock: Clock; missedAfterMs: number };

  constructor(private readonly deps: HistoryFileDeps) {
    this.settings = { clock: deps.clock, missedAfterMs: deps.missedAfterMs };
    this.opened = this.openBest();
  }

  get mode(): OpenedDatabase['mode'] {
    return this.opened.mode;
  }

  /** After so long without a check, in ms, one was missed: from now on. */
  setMissedAfter(ms: number): void {
    this.settings.missedAfterMs = ms;
  }

  /** Throws HistoryFailure where it cannot be kept, and any other error for a check that never can. */
  record(check: CheckRecord, wereDropped: boolean): void {
    this.reopenIfNeeded();
    if (this.opened.mode === 'read_only') return;
    this.attempt((database) => database.record(check, { wereDropped: wereDropped || this.wasElsewhere }));
    if (this.opened.mode === 'file') this.problem = null;
    this.wasElsewhere = this.opened.mode === 'memory' && this.deps.path !== null;
  }

  /** Throws HistoryFailure. */
  ask<T>(question: (database: HistoryDatabase) => T): T {
    this.reopenIfNeeded();
    this.requireFile();
    return this.attempt(question);
  }

  /** Sums up a span, or removes what is old; false where there is nothing to do, or it cannot be done now. */
  maintain(): boolean {
    if (this.opened.mode === 'read_only') return false;
    try {
      return this.attempt((database) => database.maintain());
    } catch (error) {
      if (failureOf(error) === null) throw error;
      return false;
    }
  }

  /** In bytes, with its log; null where there is no file. */
  bytes(): number | null {
    const { path } = this.deps;
    if (path === null || this.opened.mode === 'memory') return null;
    return sizeOf(path) + sizeOf(`${path}-wal`);
  }

  close(): void {
    quietly(() => this.opened.database.close());
    quietly(() => this.opened.lock?.release());
  }

  /** Who only reads has nothing in memory to answer from. */
  private requireFile(): void {
    const { path, mayWrite } = this.deps;
    if (mayWrite || path === null || this.opened.mode !== 'memory') return;
    const { code = 'failed', detail = path } = this.problem ?? {};
    throw new HistoryFailure(code, detail, true, null);
  }

  private attempt<T>(work: (database: HistoryDatabase) => T): T {
    try {
      return work(this.opened.database);
    } catch (error) {
      const failure = failureOf(error);
      if (failure === null) throw error;
      this.fail(failure);
      throw failure;
    }
  }

  private fail(failure: HistoryFailure): void {
    this.report(failure);
    if (failure.code !== 'corrupt' || this.opened.mode !== 'file') return;
    this.close();
    this.setAside();
    this.opened = this.openBest();
  }

  private setAside(): void {
    const { path, clock, log } = this.deps;
    if (path === null) return;
    this.movedTo = moveAside(path, clock.now());
    log('warn', 'history moved aside; starting a new one', { from: path, to: this.movedTo });
  }

  private report({ code, message }: HistoryFailure): void {
    const { clock, path, log } = this.deps;
    if (this.problem?.code === code) return;
    this.problem = { code, since: clock.now(), detail: `${path ?? 'the history'}: ${message}` };
    log('warn', 'history problem', { code, detail: this.problem.detail });
  }

  private reopenIfNeeded(): void {
    const { path, clock, log } = this.deps;
    if (path === null) return;
    if (this.opened.mode === 'file') {
      if (inodeOf(path) === this.inode) return;
      log('warn', 'history file was removed or replaced; opening it anew', { path });
      this.close();
      this.opened = this.openBest();
    } else if (clock.monotonicMs() - this.openedAtMs >= REOPEN_MS) this.reopen();
  }

  /** What is in memory stays in use until there is a file. */
  private reopen(): void {
    const before = this.opened;
    if (before.mode === 'read_only') this.close();
    const opened = this.openFileOrNull();
    if (opened === null && before.mode === 'memory') return;
    if (before.mode === 'memory') quietly(() => before.database.close());
    this.opened = opened ?? this.memory();
    if (this.opened.mode !== before.mode)
      this.deps.log('info', 'history opened', { mode: this.opened.mode, path: this.deps.path });
  }

  private openBest(): OpenedDatabase {
    return this.openFileOrNull() ?? this.memory();
  }

  private memory(): OpenedDatabase {
    this.openings += 1;
    return openMemory(this.deps.open, this.settings);
  }

  private openFileOrNull(): OpenedDatabase | null {
    const { path, clock } = this.deps;
    this.openedAtMs = clock.monotonicMs();
    if (path === null) return null;
    try {
      const opened = this.openRepaired(path);
      this.inode = inodeOf(path);
      this.problem = null;
      this.openings += 1;
      return opened;
    } catch (error) {
      this.report(failureOf(error) ?? unknownFailure(error));
      return null;
    }
  }

  private openRepaired(path: string): OpenedDatabase {
    const { settings } = this;
    const { open, mayWrite } = this.deps;
    try {
      return openFile(open, path, settings, { mayWrite });
    } catch (error) {
      if (failureOf(error)?.code !== 'corrupt' || !mayWrite) throw error;
      this.setAside();
      return openFile(open, path, settings, { mayWrite });
    }
  }
}

/** Null for none. */
const inodeOf = (path: string): number | null => statSync(path, { throwIfNoEntry: false })?.ino ?? null;

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

/** What is closed after a failure may fail again. */
function quietly(close: () => void): void {
  try {
    close();
  } catch {
    // It is of no use any more in either case.
  }
}
