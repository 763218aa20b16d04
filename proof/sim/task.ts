import { MUTANTS, NO_MUTANT } from './mutants';
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
export async function done({ seed, days, mutant: name }: Task): Promise<Summary> {
  const mutant = MUTANTS.find((each) => each.name === name) ?? NO_MUTANT;
  return summaryOf(mutant.name, await toldStory(seed, days, { mutant }));
}
