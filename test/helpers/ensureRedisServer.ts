import { spawnSync } from 'node:child_process';

const HOW_TO =
  'Put redis-server on PATH: on Debian or Ubuntu `sudo apt-get install redis-server`, on macOS `brew install redis`.';

/** Makes sure that redis-server and openssl are on PATH: installs them where it may (root on Debian), else throws how to get them. */
export const ensureRedisServer = (): void => {
  if (!runs('openssl', 'version')) ensureOpenssl();
  if (runs('redis-server', '--version')) return;
  const mayInstall = process.getuid?.() === 0 && runs('apt-get', '--version');
  if (!mayInstall) throw new Error(`The tests need a real Redis, and redis-server was not found. ${HOW_TO}`);
  apt('update');
  apt('install', '-y', '--no-install-recommends', 'redis-server');
  if (!runs('redis-server', '--version')) {
    throw new Error(`redis-server was installed by apt-get, and still does not run. ${HOW_TO}`);
  }
};

const ensureOpenssl = (): void => {
  if (process.getuid?.() !== 0 || !runs('apt-get', '--version'))
    throw new Error('The tests make certificates with openssl, and it was not found. Put it on PATH.');
  apt('update');
  apt('install', '-y', '--no-install-recommends', 'openssl');
};

const runs = (command: string, argument: string): boolean =>
  spawnSync(command, [argument], { stdio: 'ignore' }).status === 0;

const apt = (...args: string[]): void => {
  const result = spawnSync('apt-get', ['-q', '-o', 'DPkg::Lock::Timeout=120', ...args], {
    encoding: 'utf8',
    // RUNLEVEL=1 keeps the package from starting a Redis of its own on port 6379.
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' },
  });
  if (result.status === 0) return;
  const last = `${result.stderr}`.trim().split('\n').at(-1) ?? '';
  throw new Error(`\`apt-get ${args.join(' ')}\` failed: ${last} ${HOW_TO}`);
};
