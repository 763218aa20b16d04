import { MUTANT_SEEDS, mutantResults } from '../../proof/sim/mutantRun';
import type { Summary } from '../../proof/sim/summary';
import { done, type Task } from '../../proof/sim/worker';

// A dozen faults in some stories each; how long that takes is no matter.
jest.setTimeout(1_200_000);

test(`The referee finds out every planted fault within ${MUTANT_SEEDS} stories`, async () => {
  const results = await mutantResults(oneAtATime());
  expect(results.filter(({ finding }) => finding === null).map(({ name }) => name)).toEqual([]);
});

/** A planted fault may lie in what all stories of a process share. */
function oneAtATime(): (task: Task) => Promise<Summary> {
  let before: Promise<unknown> = Promise.resolve();
  return (task) => {
    const told = before.then(() => done(task));
    before = told;
    return told;
  };
}
