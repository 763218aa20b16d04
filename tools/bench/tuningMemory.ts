import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { megabytes } from './report';
import type { Table } from './table';

/** A process's memory, in bytes. */
export interface Memory {
  readonly rss: number;
  readonly heapUsed: number;
}

/** What a tuning snapshot did to the memory of a fresh process. */
export interface MemoryGrowth {
  /** After a garbage collection, with the connection open and nothing read yet. */
  readonly before: Memory;
  /** The highest of each while the snapshot was taken, looked at every few ms. */
  readonly peak: Memory;
  /** After a garbage collection, with the snapshot held. */
  readonly after: Memory;
}

/** Takes one tuning snapshot in a fresh process. Throws when that process fails. */
export async function memoryOfTuningSnapshot(redis: { readonly port: number }): Promise<MemoryGrowth> {
  const child = fork(join(__dirname, 'tuningMemoryProcess.ts'), [`${redis.port}`], {
    execArgv: [...process.execArgv, '--expose-gc'],
  });
  const failed = once(child, 'exit').then(([code]) => {
    throw new Error(`The process that measures memory ended with ${code} and measured nothing`);
  });
  const [growth] = await Promise.race([once(child, 'message'), failed]);
  return growth as MemoryGrowth;
}

/** The growth as a table. */
export const memoryTable = ({ before, peak, after }: MemoryGrowth): Table => ({
  head: ['memory of the process', 'before', 'peak', 'after'],
  rows: (['rss', 'heapUsed'] as const).map((kind) => [
    kind,
    ...[before, peak, after].map((memory) => megabytes(memory[kind])),
  ]),
});
