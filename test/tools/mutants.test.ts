import { MUTANT_SEEDS, mutantResults } from '../../tools/simulation/mutantRun';
import { Pool } from '../../tools/simulation/pool';

// A dozen faults in some scenarios each; how long that takes is no matter.
jest.setTimeout(1_200_000);

// In processes of their own: the longer a test runner lives, the longer takes each promise in it, and scenarios are made of them.
test(`The checker finds out every injected bug within ${MUTANT_SEEDS} scenarios`, async () => {
  const pool = new Pool();
  const results = await mutantResults(pool.run).finally(() => pool.end());
  expect(results.filter(({ violation }) => violation === null).map(({ name }) => name)).toEqual([]);
});
