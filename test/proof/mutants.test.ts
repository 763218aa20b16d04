import { MUTANT_SEEDS, mutantResults } from '../../proof/sim/mutantRun';
import { done } from '../../proof/sim/worker';

// A dozen faults in some stories each; how long that takes is no matter.
jest.setTimeout(1_200_000);

test(`The referee finds out every planted fault within ${MUTANT_SEEDS} stories`, async () => {
  const results = await mutantResults(done);
  expect(results.filter(({ finding }) => finding === null).map(({ name }) => name)).toEqual([]);
});
