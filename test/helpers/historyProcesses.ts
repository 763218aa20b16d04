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

/** Root may open everything, unless it gives that up. */
const WITHOUT_OVERRIDE = ['setpriv', '--bounding-set=-dac_override,-dac_read_search'];

/** A process that writes checks from `from` on; that only opens the file unless given. `obeysModes`: as a user who is not root. */
export async function startWriter(
  path: string,
  { from, obeysModes = false }: { from?: Date; obeysModes?: boolean } = {},
): Promise<WriterProcess> {
  const [program = '', ...words] = [
    ...(obeysModes && process.getuid?.() === 0 ? WITHOUT_OVERRIDE : []),
    ...[process.execPath, '--require', 'tsx/cjs', WRITER, path],
    ...(from === undefined ? [] : [`${from.getTime()}`]),
  ];
  const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'inherit'] });
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
