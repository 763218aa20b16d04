import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtProgram } from './builtProgram';
import { eventually } from './eventually';

const SOURCE = join(__dirname, '../../src/main.ts');
const TSX = require.resolve('tsx');

export interface ProcessOptions {
  readonly args?: readonly string[];
  /** The whole environment beside PATH; nothing of the test's own gets in. */
  readonly env?: Readonly<Record<string, string>>;
  /** An empty one unless given: in the checkout's stand a developer's own `.env` and `arbwatch.yaml`. */
  readonly cwd?: string;
  /** As in a checkout, where the sandbox is at hand; else as it runs where it is built. */
  readonly isFromSource?: boolean;
  /** How bash redirects its output, such as `> /dev/full`; what is redirected is not heard. */
  readonly redirect?: string;
}

/** `arbwatch` as a process of its own. */
export interface ArbwatchProcess {
  readonly child: ChildProcess;
  stdout(): string;
  stderr(): string;
  /** Resolves once stdout holds this text. */
  says(text: string): Promise<void>;
  /** Resolves to the exit code, or the signal that ended it. */
  ended(): Promise<number | NodeJS.Signals | null>;
}

export function startArbwatch({
  args = [],
  env = {},
  cwd,
  redirect,
  isFromSource = false,
}: ProcessOptions = {}): ArbwatchProcess {
  const empty = mkdtempSync(join(tmpdir(), 'arbwatch-process-'));
  const command = [
    process.execPath,
    ...(isFromSource ? ['--import', TSX, SOURCE] : [builtProgram()]),
    ...args,
  ];
  const [program = '', ...words] =
    redirect === undefined ? command : ['bash', '-c', `exec "$@" ${redirect}`, 'arbwatch', ...command];
  const child = spawn(program, words, {
    env: { PATH: process.env.PATH, NODE_ENV: 'production', TZ: 'UTC', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: cwd ?? empty,
  });
  const [out, err]: [string[], string[]] = [[], []];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk.toString()));
  const closed = once(child, 'close');
  child.once('close', () => rmSync(empty, { recursive: true }));
  return {
    child,
    stdout: () => out.join(''),
    stderr: () => err.join(''),
    says: (text) =>
      eventually(() => {
        const gone = child.exitCode ?? child.signalCode;
        if (gone !== null && !out.join('').includes(text))
          throw new Error(`It ended with ${gone} before it said "${text}":\n${out.join('')}${err.join('')}`);
        return out.join('').includes(text);
      }, `arbwatch says "${text}"`),
    ended: async () => {
      await closed;
      return child.exitCode ?? child.signalCode;
    },
  };
}

/** Runs it to its end. */
export async function runArbwatch(
  options: ProcessOptions,
): Promise<{ code: number | NodeJS.Signals | null; stdout: string; stderr: string }> {
  const running = startArbwatch(options);
  const code = await running.ended();
  return { code, stdout: running.stdout(), stderr: running.stderr() };
}
