import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Where Debian puts it. */
export const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';

const HOW_TO =
  'On Debian: `sudo apt-get install chromium fonts-noto-color-emoji fonts-noto-cjk`. ' +
  'Elsewhere: set CHROMIUM to the path of a Chromium or Chrome.';

/** Makes sure that there is a Chromium: installs it where it may (root on Debian), else throws how to get it. */
export default function ensureChromium(): void {
  if (existsSync(CHROMIUM)) return;
  const mayInstall =
    process.env.CHROMIUM === undefined && process.getuid?.() === 0 && apt('--version') === null;
  if (!mayInstall) throw new Error(`Chromium is needed, and there is none at ${CHROMIUM}. ${HOW_TO}`);
  const problem =
    apt('update') ??
    apt(
      'install',
      '-y',
      '--no-install-recommends',
      'chromium',
      'fonts-noto-color-emoji',
      'fonts-noto-cjk',
      'fonts-liberation',
    );
  if (problem !== null) throw new Error(`Chromium could not be installed: ${problem} ${HOW_TO}`);
  if (!existsSync(CHROMIUM))
    throw new Error(`chromium was installed, and is still not at ${CHROMIUM}. ${HOW_TO}`);
}

/** Null when it went well, else the last line of what apt-get said. */
function apt(...args: string[]): string | null {
  const result = spawnSync('apt-get', ['-q', '-o', 'DPkg::Lock::Timeout=120', ...args], {
    encoding: 'utf8',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  if (result.status === 0) return null;
  return result.error?.message ?? result.stderr.trim().split('\n').at(-1) ?? 'no reason given.';
}
