import { execFileSync } from 'node:child_process';
import { cpus, loadavg, totalmem } from 'node:os';
import type { Table } from './table';

/** What the bench runs on, as it is now. Throws when there is no redis-server. */
export function machineTable(): Table {
  const version = /v=(\S+)/.exec(execFileSync('redis-server', ['--version'], { encoding: 'utf8' }))?.[1];
  const [lastMinute = 0] = loadavg();
  return {
    head: ['machine', ''],
    rows: [
      ['processor', `${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} cores`],
      ['memory', `${(totalmem() / 1024 ** 3).toFixed(1)} GB`],
      ['Node', process.version],
      ['Redis', version ?? 'unknown'],
      ['load of the last minute, before the bench', lastMinute.toFixed(2)],
    ],
  };
}
