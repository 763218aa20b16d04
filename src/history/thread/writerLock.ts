import type { OpenSqlite, SqliteConnection } from '../sqlite/driver';
import { failureOf } from './failure';

/**
 * Makes one process the writer of a file: an exclusive transaction on an empty database beside it, open for as long as that process
 * lives. It is a lock of the operating system, which ends with the process however that ends, so that none can be left behind;
 * and which containers on one machine see of each other.
 */
export class WriterLock {
  private constructor(private readonly connection: SqliteConnection) {}

  /** Null where another process has it. Throws what SQLite does. */
  static tryTake(open: OpenSqlite, path: string): WriterLock | null {
    const connection = open(`${path}.lock`, { readOnly: false });
    try {
      connection.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
      return new WriterLock(connection);
    } catch (error) {
      connection.close();
      if (failureOf(error)?.code === 'locked') return null;
      throw error;
    }
  }

  release(): void {
    this.connection.close();
  }
}
