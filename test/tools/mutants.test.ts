import { MUTANT_SEEDS, mutantResults } from '../../tools/simulation/mutantRun';
import { MUTANTS } from '../../tools/simulation/mutants';
import { Pool } from '../../tools/simulation/pool';

// Some faults in a scenario each; how long that takes is no matter.
jest.setTimeout(1_200_000);

/** Every second of those that half a day of the first scenario shows; `npm run sim -- --mutants` injects all. */
const SOON = MUTANTS.filter(({ firstDays, firstSeed }) => firstDays < 1 && firstSeed === 1).filter(
  (_, i) => i % 3 === 0,
);

// In processes of their own: the longer a test runner lives, the longer takes each promise in it, and scenarios are made of them.
test(`The checker finds out each injected bug that a short scenario shows within ${MUTANT_SEEDS} of them`, async () => {
  const pool = new Pool();
  const results = await mutantResults(pool.run, undefined, SOON).finally(() => pool.end());
  expect(results.filter(({ violation }) => violation === null).map(({ name }) => name)).toEqual([]);
});
