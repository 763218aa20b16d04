import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** The file, its log, and the index of that. */
const PARTS = ['', '-wal', '-shm'];

/** So many damaged files stay, the newest: somebody may want to look at them. */
const KEPT = 2;

/** Moves the file aside, as `history.sqlite.corrupt-20261122T080000Z`. Throws what the file system does. */
export function moveAside(path: string, now: Date): string {
  const time = now.toISOString().replace(/[-:]|\.\d+/g, '');
  const to = `${path}.corrupt-${time}`;
  for (const part of PARTS) if (existsSync(path + part)) renameSync(path + part, to + part);
  removeOldest(path);
  return to;
}

function removeOldest(path: string): void {
  const prefix = `${basename(path)}.corrupt-`;
  const files = readdirSync(dirname(path)).filter((name) => name.startsWith(prefix));
  const times = [...new Set(files.map((name) => name.slice(prefix.length).split('-')[0] ?? ''))].sort();
  for (const time of times.slice(0, -KEPT))
    for (const part of PARTS) rmSync(join(dirname(path), `${prefix}${time}${part}`), { force: true });
}
