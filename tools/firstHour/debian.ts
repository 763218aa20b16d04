import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** The Debian that has Node 20. */
const RELEASE = 'trixie';
const MIRROR = 'http://deb.debian.org/debian';

/** What this machine needs to reach the outside, and a bare Debian does not have. */
const OF_THIS_MACHINE = ['/etc/resolv.conf', '/etc/hosts', '/etc/ssl/certs/ca-certificates.crt'];
/** Of a line of shell, in bytes. */
const MOST_OUTPUT = 64 * 1024 * 1024;
const AUTHORITIES = '/etc/ssl/certs/ca-certificates.crt';

/** A bare Debian in a folder, with Node 20, npm and git from its own packages; needs root and debootstrap. */
export class Debian {
  private constructor(private readonly root: string) {}

  /** Installs it into `root`, or takes the one that is there. */
  static async open(root: string): Promise<Debian> {
    if (!existsSync(join(root, 'usr/bin/apt-get')))
      run('debootstrap', '--variant=minbase', '--include=ca-certificates', RELEASE, root, MIRROR);
    for (const path of OF_THIS_MACHINE) if (existsSync(path)) copyFileSync(path, join(root, path));
    for (const folder of ['proc', 'dev']) mkdirSync(join(root, folder), { recursive: true });
    const debian = new Debian(root);
    debian.mount();
    if (!existsSync(join(root, 'usr/bin/npm')))
      await debian.run(
        '/',
        'apt-get update -q && apt-get install -q -y --no-install-recommends nodejs npm git',
      );
    return debian;
  }

  /** What is installed, such as `v20.19.2`. */
  async version(program: 'node' | 'npm'): Promise<string> {
    return (await this.run('/', `${program} --version`)).trim();
  }

  async name(): Promise<string> {
    return (await this.run('/', '. /etc/os-release && echo "$PRETTY_NAME"')).trim();
  }

  /** Lets it clone the last commit of a repository of this machine, from `/source.bundle`. */
  showSource(repository: string): void {
    run('git', '-C', repository, 'bundle', 'create', '-q', join(this.root, 'source.bundle'), 'HEAD');
  }

  /** A new folder in it, as it is called within. */
  newFolder(): string {
    return mkdtempSync(join(this.root, 'root/first-hour-')).slice(this.root.length);
  }

  remove(folder: string): void {
    rmSync(join(this.root, folder), { recursive: true, force: true });
  }

  /** Where a file of it is on this machine. */
  outside(path: string): string {
    return join(this.root, path);
  }

  /** Runs a line of shell to its end, and resolves to what it printed. Rejects where it fails. */
  async run(cwd: string, line: string): Promise<string> {
    const [program = '', ...words] = this.arguments(cwd, line);
    const { stdout } = await promisify(execFile)(program, words, { maxBuffer: MOST_OUTPUT });
    return stdout;
  }

  /** Starts a line of shell; its children end with it. */
  start(cwd: string, line: string): ChildProcess {
    return spawn('setsid', this.arguments(cwd, `exec ${line}`), { stdio: ['ignore', 'pipe', 'pipe'] });
  }

  /** Ends what was started, with all of its children. */
  static async end(child: ChildProcess): Promise<void> {
    if (child.exitCode !== null || child.pid === undefined) return;
    const gone = once(child, 'exit');
    process.kill(-child.pid, 'SIGTERM');
    await gone;
  }

  /** Lets go of what it was shown. */
  close(): void {
    for (const folder of ['dev/pts', 'dev', 'proc'])
      try {
        run('umount', join(this.root, folder));
      } catch {
        // It was not mounted.
      }
  }

  private mount(): void {
    run('mount', '-t', 'proc', 'proc', join(this.root, 'proc'));
    run('mount', '--bind', '/dev', join(this.root, 'dev'));
    run('mount', '-t', 'devpts', 'devpts', join(this.root, 'dev/pts'));
  }

  /** With no variable of this machine, but for the authorities that a proxy of it may need. */
  private arguments(cwd: string, line: string): string[] {
    const env = [
      'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      'HOME=/root',
      'DEBIAN_FRONTEND=noninteractive',
      `npm_config_cafile=${AUTHORITIES}`,
      `NODE_EXTRA_CA_CERTS=${AUTHORITIES}`,
    ];
    return ['chroot', this.root, 'env', '-i', ...env, 'bash', '-c', `cd ${cwd} && ${line}`];
  }
}

const run = (program: string, ...words: string[]): void =>
  void execFileSync(program, words, { stdio: ['ignore', 'pipe', 'pipe'] });
