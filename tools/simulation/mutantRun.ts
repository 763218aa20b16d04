import type { Finding } from '../invariants/history';
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

type Run = (task: Task) => Promise<Summary>;

/** After so many stories a fault has not been found out. */
export const MUTANT_SEEDS = 30;
/** As long as these stories are; short ones, with checks every 10 minutes or shorter still. */
const MUTANT_DAYS = 3;

/** Plants each fault in one story after the other, until the referee finds something. */
export function mutantResults(
  run: Run,
  told: (result: MutantResult) => void = () => undefined,
): Promise<readonly MutantResult[]> {
  const without = new Map<number, Promise<Summary>>();
  /** What is found in a story without the fault as well tells nothing. */
  const isClean = async (seed: number): Promise<boolean> => {
    const plain = without.get(seed) ?? run({ seed, days: MUTANT_DAYS, mutant: 'none' });
    without.set(seed, plain);
    return (await plain).findings.length === 0;
  };
  return Promise.all(
    MUTANTS.map(async ({ name }) => {
      const result = await resultOf(name, run, isClean);
      told(result);
      return result;
    }),
  );
}

async function resultOf(
  name: string,
  run: Run,
  isClean: (seed: number) => Promise<boolean>,
): Promise<MutantResult> {
  for (let seed = 1; seed <= MUTANT_SEEDS; seed++) {
    const { findings } = await run({ seed, days: MUTANT_DAYS, mutant: name });
    const [finding] = findings;
    if (finding !== undefined && (await isClean(seed))) return { name, seeds: seed, finding };
  }
  return { name, seeds: MUTANT_SEEDS, finding: null };
}
