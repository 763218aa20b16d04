import { MUTANT_SEEDS, mutantResults } from '../../tools/simulation/mutantRun';
import { Pool } from '../../tools/simulation/pool';

// A dozen faults in some stories each; how long that takes is no matter.
jest.setTimeout(1_200_000);

// In processes of their own: the longer a test runner lives, the longer takes each promise in it, and stories are made of them.
test(`The referee finds out every planted fault within ${MUTANT_SEEDS} stories`, async () => {
  const pool = new Pool();
  const results = await mutantResults(pool.run).finally(() => pool.end());
  expect(results.filter(({ finding }) => finding === null).map(({ name }) => name)).toEqual([]);
});
