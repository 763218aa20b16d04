import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const WRITER = join(__dirname, 'historyWriter.ts');

export interface WriterProcess {
  readonly child: ChildProcess;
  /** How its file fared when it was opened. */
  readonly opened: { readonly mode: string; readonly problem: { readonly code: string } | null };
  kill(): Promise<void>;
}

/** A process that writes checks from `from` on; that only opens the file unless given. `uid`: as another user. */
export async function startWriter(
  path: string,
  { from, uid }: { from?: Date; uid?: number } = {},
): Promise<WriterProcess> {
  const child = spawn(
    process.execPath,
    ['--require', 'tsx/cjs', WRITER, path, ...(from === undefined ? [] : [`${from.getTime()}`])],
    { stdio: ['ignore', 'pipe', 'inherit'], ...(uid === undefined ? {} : { uid }) },
  );
  const [line] = await once(createInterface(child.stdout), 'line');
  return {
    child,
    opened: JSON.parse(line),
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}
