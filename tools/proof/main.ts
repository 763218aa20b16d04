import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { systemClock } from '../../src/lib/clock';
import { chosenParts, USAGE } from './options';
import type { ProofPart } from './parts';
import { type PartOutcome, runProof } from './runProof';

const ROOT = join(__dirname, '../..');
const OUTPUT = join(ROOT, '.cache/proof');
const SHOWN_LINES = 30;

let isStopped = false;
let running: ChildProcess | null = null;

/** The part's output goes to a file, of which the end is shown where it fails. */
function runPart({ name, script }: ProofPart): Promise<PartOutcome> {
  const path = join(OUTPUT, `${name}.txt`);
  const file = openSync(path, 'w');
  return new Promise((resolve) => {
    const end = (code: number | null): void => {
      running = null;
      closeSync(file);
      const lines = readFileSync(path, 'utf8').trimEnd().split('\n').slice(-SHOWN_LINES);
      resolve({ code, output: relative(ROOT, path), lastLines: lines });
    };
    running = spawn('npm', ['run', ...script], { cwd: ROOT, stdio: ['ignore', file, file] });
    running.once('error', () => end(null));
    running.once('exit', end);
  });
}

async function main(args: readonly string[]): Promise<number> {
  const parts = chosenParts(args);
  if (typeof parts === 'string') {
    process.stderr.write(`${parts}\n\n${USAGE}`);
    return 2;
  }
  mkdirSync(OUTPUT, { recursive: true });
  const isProven = await runProof(parts, {
    clock: systemClock,
    run: runPart,
    print: (text) => process.stdout.write(`${text}\n`),
    isStopped: () => isStopped,
  });
  return isProven ? 0 : 1;
}

// The table is printed all the same, with what was not run.
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    isStopped = true;
    running?.kill(signal);
  });

void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
