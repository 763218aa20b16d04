import type { Problem } from '../state/problem';

const PROBLEMS_KEPT = 100;

/** The first problems by their keys, and how many more there are. */
export interface ListedProblems {
  readonly problems: readonly Problem[];
  readonly problemsOmitted: number;
}

/** Problems, each once however often it comes. */
export class ProblemList {
  private readonly byKey = new Map<string, Problem>();
  /** So many more there are, of which nothing else is known. */
  private others = 0;
  private list: ListedProblems | null = null;

  add(problem: Problem): void {
    this.byKey.set(`${problem.key}\n${problem.what}`, problem);
    this.list = null;
  }

  /** The first 100. Sorted once for all who ask until the next is added. */
  listed(): ListedProblems {
    this.list ??= {
      problems: this.first().map(([, problem]) => problem),
      problemsOmitted: Math.max(0, this.byKey.size - PROBLEMS_KEPT) + this.others,
    };
    return this.list;
  }

  /** The same, to go on with. */
  copy(): ProblemList {
    return this.copyOf(this.byKey, this.others);
  }

  /** The same in little memory: one that is known already and not among the first must not be added any more. */
  summedUp(): ProblemList {
    return this.copyOf(this.first(), this.listed().problemsOmitted);
  }

  private copyOf(problems: Iterable<readonly [string, Problem]>, others: number): ProblemList {
    const copy = new ProblemList();
    for (const [key, problem] of problems) copy.byKey.set(key, problem);
    copy.others = others;
    copy.list = this.list;
    return copy;
  }

  private first(): (readonly [string, Problem])[] {
    return [...this.byKey].sort(([a], [b]) => (a < b ? -1 : 1)).slice(0, PROBLEMS_KEPT);
  }
}
