import type { Finding } from '../referee/history';
import { MUTANTS } from './mutants';
import type { Summary } from './summary';
import type { Task } from './worker';

/** What became of a planted fault. */
export interface MutantResult {
  readonly name: string;
  /** So many stories were told until it was found out, or until that was given up. */
  readonly seeds: number;
  readonly finding: Finding | null;
}

/** After so many stories a fault has not been found out. */
export const MUTANT_SEEDS = 25;
const MUTANT_DAYS = 7;

type Run = (task: Task) => Promise<Summary>;

/** Plants each fault in one story after the other, until the referee finds something. */
export async function mutantResults(
  run: Run,
  told: (name: string) => void = () => undefined,
): Promise<readonly MutantResult[]> {
  const results: MutantResult[] = [];
  for (const { name } of MUTANTS) {
    told(name);
    results.push(await resultOf(name, run));
  }
  return results;
}

/** What becomes of one of them. What is found in a story without the fault as well tells nothing. */
export async function resultOf(name: string, run: Run, days = MUTANT_DAYS): Promise<MutantResult> {
  for (let seed = 1; seed <= MUTANT_SEEDS; seed++) {
    const { findings } = await run({ seed, days, mutant: name });
    const [finding] = findings;
    if (finding === undefined) continue;
    const { findings: without } = await run({ seed, days, mutant: 'none' });
    if (without.length === 0) return { name, seeds: seed, finding };
  }
  return { name, seeds: MUTANT_SEEDS, finding: null };
}
