import { loadSqlite } from '../../src/history/sqlite/driver';
import { HistoryFile } from '../../src/history/thread/historyFile';
import { systemClock } from '../../src/lib/clock';
import { observed, sample } from './historySamples';

/** The targets that it records. */
export const WRITER_TARGETS = ['live:docker', 'paper:docker', 'shadow:docker'];
export const WRITER_INTERVAL_MS = 15_000;

/** A process that writes one check after another from an instant on, as fast as it can, until it is killed. */
async function main([path = '', fromMs = '']: readonly string[]): Promise<void> {
  const open = await loadSqlite();
  if (open === null) throw new Error('there is no SQLite');
  const log = (): void => undefined;
  const file = new HistoryFile({
    open,
    path,
    mayWrite: true,
    clock: systemClock,
    missedAfterMs: 22_500,
    log,
  });
  process.stdout.write(`${JSON.stringify({ mode: file.mode, problem: file.problem })}\n`);
  if (fromMs === '') return;
  for (let atMs = Number(fromMs); ; atMs += WRITER_INTERVAL_MS) {
    const values = { totalBalance: 1_000 + ((atMs / 1000) % 97), tradesTotal: Math.floor(atMs / 60_000) };
    file.record(observed(new Date(atMs), ...WRITER_TARGETS.map((target) => sample(target, values))), false);
    while (file.maintain());
  }
}

if (require.main === module) void main(process.argv.slice(2));
