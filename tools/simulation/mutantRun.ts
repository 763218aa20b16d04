import type { Violation } from '../invariants/history';
import type { Mutant } from './mutant';
import { MUTANTS } from './mutants';
import type { Summary } from './summary';
import type { Task } from './worker';

/** What became of an injected bug. */
export interface MutantResult {
  readonly name: string;
  /** How many scenarios were run until it was found, or until the search was given up. */
  readonly seeds: number;
  readonly violation: Violation | null;
}

type Run = (task: Task) => Promise<Summary>;

/** After so many scenarios a fault has not been found out. */
export const MUTANT_SEEDS = 30;
/** As long as these scenarios are at most; short ones, with checks every 10 minutes or shorter still. */
const MUTANT_DAYS = 4;

/** Injects each bug into one scenario after the other, of more and more days, until the checker finds something. */
export function mutantResults(
  run: Run,
  reported: (result: MutantResult) => void = () => undefined,
  mutants: readonly Mutant[] = MUTANTS,
): Promise<readonly MutantResult[]> {
  const without = new Map<string, Promise<Summary>>();
  /** A violation that also occurs without the bug proves nothing. */
  const isClean = async (seed: number, days: number): Promise<boolean> => {
    const key = `${seed} ${days}`;
    const plain = without.get(key) ?? run({ seed, days, mutant: 'none' });
    without.set(key, plain);
    return (await plain).violations.length === 0;
  };
  return Promise.all(
    mutants.map(async (one) => {
      const result = await resultOf(one, run, isClean);
      reported(result);
      return result;
    }),
  );
}

async function resultOf(
  { name, firstSeed, firstDays }: Mutant,
  run: Run,
  isClean: (seed: number, days: number) => Promise<boolean>,
): Promise<MutantResult> {
  for (let seeds = 1; seeds <= MUTANT_SEEDS; seeds++) {
    const seed = firstSeed + seeds - 1;
    for (let days = firstDays; days <= MUTANT_DAYS; days *= 2) {
      const { violations } = await run({ seed, days, mutant: name });
      const [violation] = violations;
      if (violation === undefined) continue;
      if (await isClean(seed, days)) return { name, seeds, violation };
      // With more days it is no cleaner.
      break;
    }
  }
  return { name, seeds: MUTANT_SEEDS, violation: null };
}
