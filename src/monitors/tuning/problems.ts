import type { Problem } from '../../state/problem';

const PROBLEMS_KEPT = 100;

/** The first problems by their keys. */
export interface TopProblems {
  readonly problems: readonly Problem[];
  readonly problemsOmitted: number;
}

/** Distinct problems. */
export class ProblemList {
  private readonly byKey = new Map<string, Problem>();
  /** The first, sorted as they come: to sort all for each request would hold up the process. */
  private first: (readonly [string, Problem])[] = [];
  /** So many more were left out when it was truncated. */
  private omittedCount = 0;
  private list: TopProblems | null = null;

  add(problem: Problem): void {
    const id = `${problem.key}\n${problem.what}`;
    if (this.byKey.has(id)) return;
    this.byKey.set(id, problem);
    this.list = null;
    const last = this.first.at(PROBLEMS_KEPT - 1);
    if (last !== undefined && last[0] < id) return;
    const at = this.first.findIndex(([other]) => id < other);
    this.first.splice(at === -1 ? this.first.length : at, 0, [id, problem]);
    this.first.length = Math.min(this.first.length, PROBLEMS_KEPT);
  }

  /** The first 100. */
  listed(): TopProblems {
    this.list ??= {
      problems: this.first.map(([, problem]) => problem),
      problemsOmitted: Math.max(0, this.byKey.size - PROBLEMS_KEPT) + this.omittedCount,
    };
    return this.list;
  }

  copy(): ProblemList {
    return this.copyOf(this.byKey, this.omittedCount);
  }

  /** A copy that keeps the first 100 alone: one that was left out must not be added again. */
  truncated(): ProblemList {
    return this.copyOf(this.first, this.listed().problemsOmitted);
  }

  private copyOf(problems: Iterable<readonly [string, Problem]>, omittedCount: number): ProblemList {
    const copy = new ProblemList();
    for (const [id, problem] of problems) copy.byKey.set(id, problem);
    copy.first = [...this.first];
    copy.omittedCount = omittedCount;
    copy.list = this.list;
    return copy;
  }
}
