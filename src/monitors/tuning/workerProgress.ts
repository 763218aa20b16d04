import type { TuningIteration } from '../../state/tuning/records';
import { paceOf } from './pace';
import type { WorkerTimes } from './sessionRuns';
import type { IterationRange, StatusCount, WorkerCount } from './tuningSnapshot';

const COMPLETED = 'completed';

export interface Counting {
  /** Iterations from this time on count, in ms since the epoch: -Infinity for all, Infinity for none. */
  readonly fromMs: number;
  /** Whether iterations without a time count. */
  readonly undated: boolean;
}

export const COUNT_ALL: Counting = { fromMs: Number.NEGATIVE_INFINITY, undated: true };
export const COUNT_NONE: Counting = { fromMs: Number.POSITIVE_INFINITY, undated: false };

export interface WorkerResult {
  readonly progress: WorkerCount;
  readonly statuses: ReadonlyMap<string | null, number>;
  /** How many iterations count, whatever their status. */
  readonly counted: number;
  readonly notCounted: number;
  readonly firstUpdate: Date | null;
  /** The mean time from one iteration to the next; null while fewer than two have times. */
  readonly usualGapMs: number | null;
}

interface Ended {
  readonly status: string | null;
  readonly at: Date | null;
}

/** Counts one worker's iterations, each once, in whatever order and however often their keys come. */
export class WorkerAccumulator implements WorkerTimes {
  private readonly byNumber = new Map<number, Ended>();
  private newest: Date | null = null;
  /** The last result, valid until the next iteration: most workers are idle between two requests. */
  private last: { readonly counting: Counting; readonly result: WorkerResult } | null = null;
  private lastAfter: { readonly ms: number; readonly firstMs: number | null } | null = null;

  constructor(private readonly worker: string) {}

  get newestMs(): number | null {
    return this.newest?.getTime() ?? null;
  }

  add({ n, status, at }: TuningIteration): void {
    this.last = null;
    this.lastAfter = null;
    const known = this.byNumber.get(n);
    this.byNumber.set(n, {
      status: known === undefined || known.status === null ? status : mergeStatus(known.status, status),
      at: later(known?.at ?? null, at),
    });
    this.newest = later(this.newest, at);
  }

  firstAfterMs(ms: number): number | null {
    if (this.newestMs === null || this.newestMs <= ms) return null;
    if (this.lastAfter?.ms !== ms) {
      let firstMs = Number.POSITIVE_INFINITY;
      for (const { at } of this.byNumber.values())
        if (at !== null && at.getTime() > ms) firstMs = Math.min(firstMs, at.getTime());
      this.lastAfter = { ms, firstMs };
    }
    return this.lastAfter.firstMs;
  }

  result(counting: Counting): WorkerResult {
    const { last } = this;
    if (last?.counting.fromMs === counting.fromMs && last.counting.undated === counting.undated)
      return last.result;
    const result = this.compute(counting);
    this.last = { counting, result };
    return result;
  }

  private compute({ fromMs, undated }: Counting): WorkerResult {
    const statuses = new Map<string | null, number>();
    const numbers: number[] = [];
    const timesMs: number[] = [];
    let first: Date | null = null;
    let newest: Date | null = null;
    for (const [n, { status, at }] of this.byNumber) {
      if (at === null ? !undated : at.getTime() < fromMs) continue;
      numbers.push(n);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      if (at === null) continue;
      timesMs.push(at.getTime());
      if (first === null || at < first) first = at;
      newest = later(newest, at);
    }
    const completed = statuses.get(COMPLETED) ?? 0;
    return {
      progress: {
        worker: this.worker,
        completed,
        failed: numbers.length - completed,
        missing: missingIterations(numbers),
        lastUpdate: newest,
        pace: paceOf(timesMs),
      },
      statuses,
      counted: numbers.length,
      notCounted: this.byNumber.size - numbers.length,
      firstUpdate: first,
      usualGapMs:
        first === null || newest === null || timesMs.length < 2
          ? null
          : (newest.getTime() - first.getTime()) / (timesMs.length - 1),
    };
  }
}

/** The numbers from 1 up to the highest of `present` that are not in it. */
function missingIterations(present: Iterable<number>): IterationRange[] {
  const missing: IterationRange[] = [];
  let expected = 1;
  for (const n of Float64Array.from(present).sort()) {
    if (n > expected) missing.push({ from: expected, to: n - 1 });
    expected = Math.max(expected, n + 1);
  }
  return missing;
}

const later = (a: Date | null, b: Date | null): Date | null => (a === null || (b !== null && b > a) ? b : a);

/** Where keys of one iteration differ, `completed` wins; else the first by name, so that their order does not matter. */
const mergeStatus = (known: string, status: string | null): string => {
  if (known === COMPLETED || status === null) return known;
  return status === COMPLETED || status < known ? status : known;
};

/** The longest of the workers' gaps; null while none is known. */
export const longestGapMs = (results: readonly WorkerResult[]): number | null =>
  results.reduce<number | null>(
    (longest, { usualGapMs }) => (usualGapMs === null ? longest : Math.max(longest ?? 0, usualGapMs)),
    null,
  );

/** How many iterations there are of each status, the most frequent first. */
export function statusCounts(results: readonly WorkerResult[]): StatusCount[] {
  const counts = new Map<string | null, number>();
  for (const { statuses } of results)
    for (const [status, count] of statuses) counts.set(status, (counts.get(status) ?? 0) + count);
  return [...counts]
    .map(([status, count]) => ({ status, count }))
    .sort((a, b) => b.count - a.count || (`${a.status}` < `${b.status}` ? -1 : 1));
}
