import { NO_MUTANT } from './mutant';
import { MUTANTS } from './mutants';
import { toldStory } from './run';
import { type Summary, summaryOf } from './summary';

/** One story to tell. */
export interface Task {
  readonly seed: number;
  readonly days: number;
  /** A mutant's name; `none` for none. */
  readonly mutant: string;
}

/** Tells the story of a task to its end. */
async function done({ seed, days, mutant: name }: Task): Promise<Summary> {
  const mutant = MUTANTS.find((each) => each.name === name) ?? NO_MUTANT;
  return summaryOf(mutant.name, await toldStory(seed, days, { mutant }));
}

// A process of its own. To note where errors come from is slow, and who wants to know tells it again.
Error.stackTraceLimit = 0;
process.on('message', (task: Task) => {
  void done(task).then((summary) => process.send?.(summary));
});
