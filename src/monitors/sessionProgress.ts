import type { SessionRef } from '../state/botStore';
import type { TuningIteration, TuningJob, TuningRecord } from '../state/tuningRecords';
import { haveJobsEnded, haveKnownJobsEnded, jobSummary } from './jobSummary';
import { ProblemList } from './problemList';
import type { TuningStatusSnapshot } from './tuningSnapshot';
import { longestGapMs, statusCounts, type TallyResult, WorkerTally } from './workerTally';

/** The session that a record is of. */
export const refOf = ({ sessionId, env, mode }: TuningRecord): SessionRef => ({ sessionId, env, mode });

/** One text for each session. */
export const sessionKey = ({ sessionId, env, mode }: SessionRef): string => `${env}:${mode}:${sessionId}`;

/** What is known of a worker: its iterations, or only what they come to. */
type Worker = WorkerTally | { result(): TallyResult };

/** Counts one session's records; what it tells does not depend on their order, nor on how often each comes. */
export class SessionProgress {
  private readonly workers = new Map<string, Worker>();
  private readonly jobs = new Map<string, TuningJob>();
  private readonly metricsKeys = new Set<string>();
  private firstUpdate: Date | null = null;
  private newestUpdate: Date | null = null;

  constructor(
    readonly session: SessionRef,
    private readonly problems = new ProblemList(),
  ) {}

  /** The newest iteration's time; null when none could be read. */
  get lastUpdate(): Date | null {
    return this.newestUpdate;
  }

  add(record: TuningRecord): void {
    for (const problem of record.problems) this.problems.add(problem);
    if (record.kind === 'job') this.jobs.set(record.jobId, record);
    else this.addIteration(record);
  }

  /** The same and the other's jobs; both stay as they are. */
  withJobsOf(other: SessionProgress): SessionProgress {
    const both = this.copy(this.workers, this.problems.copy());
    for (const job of other.jobs.values()) both.add(job);
    return both;
  }

  /** What it comes to, in little memory: no iteration can be added any more. */
  summedUp(): SessionProgress {
    return this.copy(
      [...this.workers].map(([worker, tally]) => {
        const result = tally.result();
        return [worker, { result: () => result }];
      }),
      this.problems.summedUp(),
    );
  }

  /** What is known at `timestamp`, when a person gave `totalIterations` (null: nobody did). */
  snapshot(totalIterations: number | null, timestamp: Date): TuningStatusSnapshot {
    const results = [...this.workers.values()].map((worker) => worker.result());
    const byWorker = results.map(({ progress }) => progress).sort(byName);
    const completedIterations = byWorker.reduce((sum, { completed }) => sum + completed, 0);
    const workers = byWorker.map(({ worker }) => worker);
    const jobs = [...this.jobs].sort(byKey).map(([, job]) => job);
    const ends = {
      haveKnownJobsEnded: haveKnownJobsEnded(jobs, workers),
      completedIterations,
      totalIterations,
    };
    // Where no time could be read, none tells that an iteration came lately.
    const quietMs = this.newestUpdate === null ? Infinity : timestamp.getTime() - this.newestUpdate.getTime();
    return {
      ...this.session,
      ...ends,
      workers,
      byWorker,
      byStatus: statusCounts(results),
      metricsKeys: [...this.metricsKeys].sort(),
      firstUpdate: this.firstUpdate,
      lastUpdate: this.newestUpdate,
      usualGapMs: longestGapMs(results),
      progressPct: progressPct(completedIterations, totalIterations),
      jobs: jobSummary(jobs),
      haveJobsEnded: haveJobsEnded(ends, quietMs),
      timestamp,
      ...this.problems.listed(),
    };
  }

  private addIteration(iteration: TuningIteration): void {
    const { worker, at } = iteration;
    const tally = this.workers.get(worker) ?? new WorkerTally(worker);
    if (!(tally instanceof WorkerTally)) throw new Error('a session that is summed up takes no iterations');
    this.workers.set(worker, tally);
    tally.add(iteration);
    for (const name of iteration.metricsKeys) this.metricsKeys.add(name);
    if (at === null) return;
    if (this.firstUpdate === null || at < this.firstUpdate) this.firstUpdate = at;
    if (this.newestUpdate === null || at > this.newestUpdate) this.newestUpdate = at;
  }

  private copy(workers: Iterable<readonly [string, Worker]>, problems: ProblemList): SessionProgress {
    const copy = new SessionProgress(this.session, problems);
    for (const [name, worker] of workers) copy.workers.set(name, worker);
    for (const [id, job] of this.jobs) copy.jobs.set(id, job);
    for (const name of this.metricsKeys) copy.metricsKeys.add(name);
    copy.firstUpdate = this.firstUpdate;
    copy.newestUpdate = this.newestUpdate;
    return copy;
  }
}

/** Per cent of the total; 0 of a total of 0 is 0, as in the Python system's monitor. */
const progressPct = (completed: number, total: number | null): number | null =>
  total === null ? null : total === 0 ? 0 : (completed / total) * 100;

const byName = (a: { worker: string }, b: { worker: string }): number => (a.worker < b.worker ? -1 : 1);

const byKey = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);
