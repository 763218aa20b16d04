import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');
const STAMP = join(ROOT, 'dist/.built-for-tests');
const LOCK = join(ROOT, 'node_modules/.build-for-tests');
/** A build takes some seconds; whoever held the lock for longer was killed. */
const LOCK_MS = 120_000;

let program: string | null = null;

/**
 * The compiled program, which starts in a third of the time that tsx takes; built by the first test that asks, unless it is as
 * new as its sources. Throws with the compiler's words where it cannot be built.
 */
export function builtProgram(): string {
  program ??= withLock(() => {
    if (!isFresh()) build();
    return join(ROOT, 'dist/src/main.js');
  });
  return program;
}

function build(): void {
  rmSync(join(ROOT, 'dist'), { recursive: true, force: true });
  const { status, stdout, stderr } = spawnSync('npm', ['run', '-s', 'build'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`npm run build ended with ${status}:\n${stdout}${stderr}`);
  writeFileSync(STAMP, '');
}

function isFresh(): boolean {
  if (!existsSync(STAMP)) return false;
  const sources = ['src', 'commands', 'formatters'].flatMap((dir) =>
    readdirSync(join(ROOT, dir), { recursive: true, encoding: 'utf8' }).map((name) => join(dir, name)),
  );
  const built = changedAt(STAMP);
  return ['tsconfig.build.json', ...sources].every((name) => changedAt(join(ROOT, name)) < built);
}

const changedAt = (path: string): number => statSync(path).mtimeMs;

function withLock<T>(use: () => T): T {
  while (!isLocked()) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
  try {
    return use();
  } finally {
    rmSync(LOCK, { recursive: true, force: true });
  }
}

/** Whether this process has the lock now. */
function isLocked(): boolean {
  try {
    mkdirSync(LOCK);
    return true;
  } catch {
    if (existsSync(LOCK) && Date.now() - changedAt(LOCK) > LOCK_MS)
      rmSync(LOCK, { recursive: true, force: true });
    return false;
  }
}
