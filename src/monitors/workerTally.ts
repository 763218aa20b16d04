import type { TuningIteration } from '../state/tuningRecords';
import { missingRanges } from './missingRanges';
import type { StatusCount, WorkerProgress } from './tuningSnapshot';

const COMPLETED = 'completed';

/** What one worker's iterations come to. */
export interface TallyResult {
  readonly progress: WorkerProgress;
  readonly statuses: ReadonlyMap<string | null, number>;
  /** The mean time from one of its iterations to the next, whatever their status; null while fewer than two have times. */
  readonly usualGapMs: number | null;
}

/** Counts one worker's iterations, each once, in whatever order and however often their keys come. */
export class WorkerTally {
  private readonly statusByNumber = new Map<number, string | null>();
  private readonly undated = new Set<number>();
  private firstUpdate: Date | null = null;
  private lastUpdate: Date | null = null;
  /** Until the next iteration; most workers of a session stand still between two answers. */
  private lastResult: TallyResult | null = null;

  constructor(private readonly worker: string) {}

  add({ n, status, at }: TuningIteration): void {
    this.lastResult = null;
    if (at !== null) this.undated.delete(n);
    else if (!this.statusByNumber.has(n)) this.undated.add(n);
    const known = this.statusByNumber.get(n) ?? null;
    this.statusByNumber.set(n, known === null ? status : furthest(known, status));
    if (at !== null && (this.firstUpdate === null || at < this.firstUpdate)) this.firstUpdate = at;
    if (at !== null && (this.lastUpdate === null || at > this.lastUpdate)) this.lastUpdate = at;
  }

  result(): TallyResult {
    this.lastResult ??= this.counted();
    return this.lastResult;
  }

  private counted(): TallyResult {
    const statuses = new Map<string | null, number>();
    for (const status of this.statusByNumber.values()) statuses.set(status, (statuses.get(status) ?? 0) + 1);
    return {
      progress: {
        worker: this.worker,
        completed: statuses.get(COMPLETED) ?? 0,
        missing: missingRanges(this.statusByNumber.keys()),
        lastUpdate: this.lastUpdate,
      },
      statuses,
      usualGapMs: this.usualGapMs(),
    };
  }

  private usualGapMs(): number | null {
    const gaps = this.statusByNumber.size - this.undated.size - 1;
    if (this.firstUpdate === null || this.lastUpdate === null || gaps < 1) return null;
    return (this.lastUpdate.getTime() - this.firstUpdate.getTime()) / gaps;
  }
}

/** Where keys of one iteration differ, it is completed if any says so; else the name decides, and not their order. */
const furthest = (known: string, status: string | null): string => {
  if (known === COMPLETED || status === null) return known;
  return status === COMPLETED || status < known ? status : known;
};

/** The longest of the workers' usual gaps; null while none of them is known. */
export const longestGapMs = (results: readonly TallyResult[]): number | null =>
  results.reduce<number | null>(
    (longest, { usualGapMs }) => (usualGapMs === null ? longest : Math.max(longest ?? 0, usualGapMs)),
    null,
  );

/** How many iterations there are of each status, the most frequent first. */
export function statusCounts(results: readonly TallyResult[]): StatusCount[] {
  const counts = new Map<string | null, number>();
  for (const { statuses } of results)
    for (const [status, count] of statuses) counts.set(status, (counts.get(status) ?? 0) + count);
  return [...counts]
    .map(([status, count]) => ({ status, count }))
    .sort((a, b) => b.count - a.count || (`${a.status}` < `${b.status}` ? -1 : 1));
}
