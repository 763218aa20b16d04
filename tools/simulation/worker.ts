import { NO_MUTANT } from './mutant';
import { MUTANTS } from './mutants';
import { runScenario } from './run';
import { type Summary, summaryOf } from './summary';

/** One scenario to run. */
export interface Task {
  readonly seed: number;
  readonly days: number;
  /** A mutant's name; `none` for none. */
  readonly mutant: string;
}

/** Runs the scenario of a task to its end. */
async function done({ seed, days, mutant: name }: Task): Promise<Summary> {
  const mutant = MUTANTS.find((each) => each.name === name) ?? NO_MUTANT;
  return summaryOf(mutant.name, await runScenario(seed, days, { mutant }));
}

// A process of its own. To note where errors come from is slow, and whoever needs it runs the scenario again.
Error.stackTraceLimit = 0;
process.on('message', (task: Task) => {
  void done(task).then((summary) => process.send?.(summary));
});
