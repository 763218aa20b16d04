import type { SqliteConnection, SqliteStatement, SqliteValue } from './driver';

/** A connection whose statements are prepared once. */
export class Statements {
  private readonly prepared = new Map<string, SqliteStatement>();

  constructor(private readonly connection: SqliteConnection) {}

  run(sql: string, ...values: SqliteValue[]): number {
    return Number(this.statement(sql).run(...values).changes);
  }

  /** Each row as its columns, in the order in which they were asked for. */
  rows<Row extends readonly SqliteValue[]>(sql: string, ...values: SqliteValue[]): Row[] {
    // Which columns there are, and of which type, is said by the statement.
    return this.statement(sql)
      .all(...values)
      .map((row) => (Array.isArray(row) ? row : Object.values(row as object)) as unknown as Row);
  }

  row<Row extends readonly SqliteValue[]>(sql: string, ...values: SqliteValue[]): Row | null {
    return this.rows<Row>(sql, ...values)[0] ?? null;
  }

  exec(sql: string): void {
    this.connection.exec(sql);
  }

  /** All of it or nothing, also where the process is killed in the middle. */
  transaction<T>(change: () => T): T {
    this.exec('BEGIN IMMEDIATE');
    try {
      const result = change();
      this.exec('COMMIT');
      return result;
    } catch (error) {
      this.rollBack();
      throw error;
    }
  }

  close(): void {
    this.prepared.clear();
    this.connection.close();
  }

  /** SQLite has done so itself after some errors. */
  private rollBack(): void {
    try {
      this.exec('ROLLBACK');
    } catch {
      // There is nothing to roll back.
    }
  }

  private statement(sql: string): SqliteStatement {
    const known = this.prepared.get(sql);
    if (known !== undefined) return known;
    const statement = this.connection.prepare(sql);
    if ('setReturnArrays' in statement && typeof statement.setReturnArrays === 'function')
      statement.setReturnArrays(true);
    this.prepared.set(sql, statement);
    return statement;
  }
}
