import type { TuningIteration } from '../state/tuningRecords';
import { missingRanges } from './missingRanges';
import type { StatusCount, WorkerProgress } from './tuningSnapshot';

const COMPLETED = 'completed';

/** Counts one worker's iterations, each once, however often its key or a key with a suffix comes. */
export class WorkerTally {
  private readonly statusByNumber = new Map<number, string | null>();
  private lastUpdate: Date | null = null;

  constructor(private readonly worker: string) {}

  add({ n, status, at }: TuningIteration): void {
    const known = this.statusByNumber.get(n) ?? null;
    if (known !== COMPLETED) this.statusByNumber.set(n, status ?? known);
    if (at !== null && (this.lastUpdate === null || at > this.lastUpdate)) this.lastUpdate = at;
  }

  statuses(): Iterable<string | null> {
    return this.statusByNumber.values();
  }

  progress(): WorkerProgress {
    return {
      worker: this.worker,
      completed: [...this.statuses()].filter((status) => status === COMPLETED).length,
      missing: missingRanges(this.statusByNumber.keys()),
      lastUpdate: this.lastUpdate,
    };
  }
}

/** How many iterations there are of each status, the most frequent first. */
export function statusCounts(tallies: readonly WorkerTally[]): StatusCount[] {
  const counts = new Map<string | null, number>();
  for (const tally of tallies) {
    for (const status of tally.statuses()) counts.set(status, (counts.get(status) ?? 0) + 1);
  }
  return [...counts].map(([status, count]) => ({ status, count })).sort((a, b) => b.count - a.count);
}
