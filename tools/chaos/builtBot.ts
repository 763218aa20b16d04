import { execFileSync } from 'node:child_process';
import { cpSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');
const TSC = require.resolve('typescript/package.json').replace(/package\.json$/, 'bin/tsc');

/**
 * Builds the bot as `npm run build` does, into a directory of the run's own, so that nobody's build changes it under
 * way. The path of its main file. Throws when it cannot be built.
 */
export function builtBot(dir: string): string {
  const dist = join(dir, 'dist');
  execFileSync(process.execPath, [TSC, '-p', 'tsconfig.build.json', '--outDir', dist], {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  cpSync(join(ROOT, 'package.json'), join(dir, 'package.json'));
  symlinkSync(join(ROOT, 'node_modules'), join(dir, 'node_modules'), 'dir');
  return join(dist, 'src/main.js');
}
