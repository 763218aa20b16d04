import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const HOW_TO =
  'Put promtool on PATH: on Debian or Ubuntu `sudo apt-get install --no-install-recommends prometheus` (or `promtool`), on macOS `brew install prometheus`.';

/** Where one is kept that was taken out of Debian's package: nothing is installed, and no Prometheus started. */
const KEPT = join(tmpdir(), 'arbwatch-promtool');

/** The command of promtool. Takes it from Debian's package where it is not on PATH; throws how to get it. */
export function ensurePromtool(): string {
  if (spawnSync('promtool', ['--version']).status === 0) return 'promtool';
  const kept = join(KEPT, 'promtool');
  if (existsSync(kept)) return kept;
  mkdirSync(KEPT, { recursive: true });
  const dir = mkdtempSync(join(KEPT, 'package-'));
  try {
    if (!isDownloaded(dir) && !(apt(dir, 'update') && isDownloaded(dir)))
      throw new Error(`The rules for Prometheus are checked by promtool, and it was not found. ${HOW_TO}`);
    const [file = ''] = readdirSync(dir);
    spawnSync('dpkg', ['-x', file, '.'], { cwd: dir });
    renameSync(join(dir, 'usr/bin/promtool'), kept);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
  return kept;
}

/** Up to Debian 12 it is in the package prometheus. */
const isDownloaded = (dir: string): boolean =>
  apt(dir, 'download', 'promtool') || apt(dir, 'download', 'prometheus');

const apt = (cwd: string, ...args: string[]): boolean =>
  spawnSync('apt-get', ['-q', ...args], { cwd, stdio: 'ignore' }).status === 0;

/** What promtool says of its input, and its exit code. */
export function promtool(
  args: readonly string[],
  input = '',
): { readonly code: number | null; readonly text: string } {
  const { status, stdout, stderr } = spawnSync(ensurePromtool(), args, { input, encoding: 'utf8' });
  return { code: status, text: `${stdout}${stderr}` };
}
