import type { SessionRef } from '../state/botStore';
import type { Problem } from '../state/problem';
import type { TuningIteration, TuningJob, TuningRecord } from '../state/tuningRecords';
import { jobSummary } from './jobSummary';
import type { TuningStatusSnapshot } from './tuningSnapshot';
import { statusCounts, WorkerTally } from './workerTally';

const PROBLEMS_KEPT = 100;

/** Counts one session's records, in whatever order and however often they come. */
export class SessionProgress {
  private readonly workers = new Map<string, WorkerTally>();
  private readonly jobs = new Map<string, TuningJob>();
  private readonly metricsKeys = new Set<string>();
  private readonly problems: Problem[] = [];
  private readonly problemsSeen = new Set<string>();
  private firstUpdate: Date | null = null;
  private lastUpdate: Date | null = null;

  constructor(readonly session: SessionRef) {}

  add(record: TuningRecord): void {
    for (const problem of record.problems) this.addProblem(problem);
    if (record.kind === 'job') this.jobs.set(record.jobId, record);
    else this.addIteration(record);
  }

  /** What is known at `timestamp`, when a person gave `totalIterations` (null: nobody did). */
  snapshot(totalIterations: number | null, timestamp: Date): TuningStatusSnapshot {
    const tallies = [...this.workers.values()];
    const byWorker = tallies.map((tally) => tally.progress()).sort(byName);
    const completedIterations = byWorker.reduce((sum, { completed }) => sum + completed, 0);
    return {
      ...this.session,
      totalIterations,
      completedIterations,
      workers: byWorker.map(({ worker }) => worker),
      byWorker,
      byStatus: statusCounts(tallies),
      metricsKeys: [...this.metricsKeys].sort(),
      firstUpdate: this.firstUpdate,
      lastUpdate: this.lastUpdate,
      progressPct: progressPct(completedIterations, totalIterations),
      jobs: jobSummary([...this.jobs.values()]),
      timestamp,
      problems: [...this.problems],
      problemsOmitted: this.problemsSeen.size - this.problems.length,
    };
  }

  private addIteration(iteration: TuningIteration): void {
    const { worker, at } = iteration;
    const tally = this.workers.get(worker) ?? new WorkerTally(worker);
    this.workers.set(worker, tally);
    tally.add(iteration);
    for (const name of iteration.metricsKeys) this.metricsKeys.add(name);
    if (at === null) return;
    if (this.firstUpdate === null || at < this.firstUpdate) this.firstUpdate = at;
    if (this.lastUpdate === null || at > this.lastUpdate) this.lastUpdate = at;
  }

  private addProblem(problem: Problem): void {
    const id = `${problem.key}\n${problem.what}`;
    if (this.problemsSeen.has(id)) return;
    this.problemsSeen.add(id);
    if (this.problems.length < PROBLEMS_KEPT) this.problems.push(problem);
  }
}

/** Per cent of the total; 0 of a total of 0 is 0, as in the Python system's monitor. */
const progressPct = (completed: number, total: number | null): number | null =>
  total === null ? null : total === 0 ? 0 : (completed / total) * 100;

const byName = (a: { worker: string }, b: { worker: string }): number => (a.worker < b.worker ? -1 : 1);
