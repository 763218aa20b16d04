import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadRecording } from '../../test/helpers/recording';
import { startRedis } from '../../test/helpers/redisServer';

/*
 * Packs arbwatch, installs the package into an empty folder as somebody else would, and runs what is there, also against a
 * real Redis. Ends with 1 where anything is not as it should be.
 */

const ROOT = join(__dirname, '../..');

/** What is typed, and what it must print and end with. */
const RUNS: readonly (readonly [args: readonly string[], code: number, printed: RegExp])[] = [
  [['--help'], 0, /^Usage: arbwatch[\s\S]+Exit codes:/],
  [['--version'], 0, /^\d+\.\d+\.\d+\n$/],
  [['watch', '--once'], 0, /paper docker: \w+ · heartbeat/],
  [['status', 'paper', 'docker', '--json'], 0, /"tradesTotal": 1287/],
  [['tuning', 'd28'], 0, /10 of 10/],
  [['tuning', 'nosuch'], 1, /No tuning session/],
  [['manifest'], 0, /slash_commands:/],
  [['completions', 'bash'], 0, /complete -F _arbwatch arbwatch/],
  [['wacth'], 2, /Did you mean watch\?/],
  [['check-config'], 2, /SLACK_BOT_TOKEN: is not set/],
];

function run(command: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = process.env) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, env, encoding: 'utf8' });
  return { status, printed: `${stdout}${stderr}` };
}

function must(command: string, args: readonly string[], cwd: string): void {
  const { status, printed } = run(command, args, cwd);
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}:\n${printed}`);
}

async function main(): Promise<boolean> {
  const dir = mkdtempSync(join(tmpdir(), 'arbwatch-package-'));
  const redis = await startRedis();
  try {
    must('npm', ['pack', '--silent', '--pack-destination', dir], ROOT);
    const [tarball = ''] = readdirSync(dir);
    writeFileSync(join(dir, 'package.json'), '{ "private": true }\n');
    must(
      'npm',
      ['install', '--silent', '--prefer-offline', '--no-audit', '--no-fund', join(dir, tarball)],
      dir,
    );
    await loadRecording(redis.client());
    const env = { PATH: process.env.PATH, HOME: process.env.HOME, REDIS_URL: redis.url };
    const results = RUNS.map(([args, code, expected]) => {
      const { status, printed } = run('npx', ['arbwatch', ...args], dir, env);
      const isRight = status === code && expected.test(printed);
      const line = `npx arbwatch ${args.join(' ')}: ${status}`;
      process.stdout.write(isRight ? `${line}\n` : `${line}, not ${code} and ${expected}:\n${printed}\n`);
      return isRight;
    });
    return results.every(Boolean);
  } finally {
    await redis.stop();
    rmSync(dir, { recursive: true });
  }
}

void main().then((isRight) => {
  process.exitCode = isRight ? 0 : 1;
});
