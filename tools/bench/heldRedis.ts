import type { Redis } from 'ioredis';
import { count, milliseconds } from './report';
import type { Table } from './table';

/** How long Redis was held by a command, by its own SLOWLOG. */
export interface Held {
  /** In capitals, such as `SCAN`. */
  readonly command: string;
  readonly times: number;
  readonly longestMs: number;
}

type SlowLogEntry = [
  id: number,
  atS: number,
  heldUs: number,
  command: string[],
  from: string,
  client: string,
];

/**
 * What `work` made Redis do: every command it got meanwhile that held it for `fromUs` microseconds or more, by name, the
 * longest first. Times in ms.
 */
export async function heldDuring(looker: Redis, work: () => Promise<unknown>, fromUs = 0): Promise<Held[]> {
  await looker.config('SET', 'slowlog-max-len', '1000000', 'slowlog-log-slower-than', `${fromUs}`);
  await looker.slowlog('RESET');
  await work();
  await looker.config('SET', 'slowlog-log-slower-than', '-1');
  const entries = (await looker.slowlog('GET', -1)) as SlowLogEntry[];
  const held = new Map<string, Held>();
  for (const [, , heldUs, [name = '']] of entries) {
    const command = name.toUpperCase();
    const { times, longestMs } = held.get(command) ?? { times: 0, longestMs: 0 };
    held.set(command, { command, times: times + 1, longestMs: Math.max(longestMs, heldUs / 1000) });
  }
  for (const ours of ['CONFIG', 'SLOWLOG']) held.delete(ours);
  return [...held.values()].sort((a, b) => b.longestMs - a.longestMs);
}

/** What each way made Redis do. */
export const heldTable = (ways: Readonly<Record<string, readonly Held[]>>): Table => ({
  head: ['Redis was held', 'by', 'times', 'longest'],
  rows: Object.entries(ways).flatMap(([way, held]) =>
    held.map(({ command, times, longestMs }) => [way, command, count(times), milliseconds(longestMs)]),
  ),
});
