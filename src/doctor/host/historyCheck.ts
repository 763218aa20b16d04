import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { BotConfig } from '../../config';
import type { Finding } from '../finding';

/** With less, the history soon cannot grow, in bytes. */
const LITTLE_SPACE = 100 * 1024 * 1024;

/** Whether the history of checks can be kept where it is to be. Nothing is written. */
export function checkHistory({ alerts, history }: Pick<BotConfig, 'alerts' | 'history'>): Finding[] {
  if (alerts === null) return [];
  if (history.kind !== 'file') return [{ check: 'history', level: 'ok', is: history.kind }];
  const { path } = history;
  const { folder, code } = placeOf(resolve(path));
  if (code !== null) return [{ check: 'history', level: 'warning', is: 'not_writable', path, code }];
  const { bavail, bsize } = statfsSync(folder);
  const freeMb = Math.floor((bavail * bsize) / (1024 * 1024));
  return bavail * bsize < LITTLE_SPACE
    ? [{ check: 'history', level: 'warning', is: 'little_space', path, freeMb }]
    : [{ check: 'history', level: 'ok', is: 'writable', path }];
}

/** The nearest folder that is there, and why a file cannot be written in it; null where it can. */
function placeOf(path: string): { readonly folder: string; readonly code: string | null } {
  let folder = dirname(path);
  while (!existsSync(folder) && folder !== dirname(folder)) folder = dirname(folder);
  try {
    if (!statSync(folder).isDirectory()) return { folder, code: 'ENOTDIR' };
    accessSync(folder, constants.W_OK | constants.X_OK);
    if (existsSync(path)) accessSync(path, constants.R_OK | constants.W_OK);
    return { folder, code: null };
  } catch (error) {
    const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'EIO';
    return { folder, code };
  }
}
