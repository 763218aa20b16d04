import { duration } from '../../formatters/text/en/units';
import type { Clock } from '../../src/lib/clock';
import { tableText } from '../bench/table';
import type { ProofPart } from './parts';

/** How a part ended: its exit code; null where it was ended by a signal, or could not be started. */
export interface PartOutcome {
  readonly code: number | null;
  /** Where its output is. */
  readonly output: string;
  /** The end of that. */
  readonly lastLines: readonly string[];
}

export interface ProofDeps {
  readonly clock: Pick<Clock, 'monotonicMs'>;
  readonly run: (part: ProofPart) => Promise<PartOutcome>;
  readonly print: (text: string) => void;
  /** Whether somebody wants it to end: then no further part is begun. */
  readonly isStopped: () => boolean;
}

/** Runs the parts one after the other, and prints what came of each at the end. True when all have passed. */
export async function runProof(parts: readonly ProofPart[], deps: ProofDeps): Promise<boolean> {
  const { clock, run, print, isStopped } = deps;
  const began = clock.monotonicMs();
  const rows: (readonly string[])[] = [];
  let passed = 0;
  for (const [i, part] of parts.entries()) {
    if (isStopped()) {
      rows.push([part.name, 'not run', '', '']);
      continue;
    }
    print(`${i + 1} of ${parts.length}: ${part.name}: ${part.about}`);
    const from = clock.monotonicMs();
    const { code, output, lastLines } = await run(part);
    const took = duration(clock.monotonicMs() - from);
    const result = isStopped() ? 'stopped' : resultOf(code);
    rows.push([part.name, result, took, output]);
    if (code === 0 && !isStopped()) passed += 1;
    else for (const line of lastLines) print(`  ${line}`);
    print(`${part.name}: ${result} after ${took}`);
  }
  print(`\n${tableText({ head: ['part', 'result', 'duration', 'output'], rows })}`);
  print(`${passed} of ${parts.length} parts passed, in ${duration(clock.monotonicMs() - began)}`);
  return passed === parts.length;
}

const resultOf = (code: number | null): string =>
  code === 0 ? 'passed' : code === null ? 'FAILED: killed' : `FAILED: exit code ${code}`;
