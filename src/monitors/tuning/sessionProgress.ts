import type { TuningIteration, TuningJob, TuningRecord } from '../../state/tuning/records';
import type { SessionRef } from '../../storage/botStore';
import { activityOf, estimateEnd } from './eta';
import { allKnownJobsEnded, isSessionEnded, isSessionOver, jobSummary } from './jobSummary';
import { ProblemList } from './problems';
import { type CountedRuns, countedRuns } from './runCount';
import type { TuningStatusSnapshot } from './tuningSnapshot';
import { longestGapMs, statusCounts, WorkerAccumulator, type WorkerResult } from './workerProgress';

export const sessionRefOf = ({ sessionId, env, mode }: TuningRecord): SessionRef => ({
  sessionId,
  env,
  mode,
});

export const sessionKey = ({ sessionId, env, mode }: SessionRef): string => `${env}:${mode}:${sessionId}`;

/** Counts one session's records, in whatever order and however often each comes. */
export class SessionProgress {
  private readonly workers = new Map<string, WorkerAccumulator>();
  private readonly jobs = new Map<string, TuningJob>();
  private readonly metricsKeys = new Set<string>();
  private newestUpdate: Date | null = null;
  /** Until the next record. */
  private counted: CountedRuns | null = null;
  /** Of an aggregate, nothing but what is counted is left. */
  private isAggregate = false;

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
    if (!this.isAggregate) this.counted = null;
    if (record.kind === 'job') this.jobs.set(record.jobId, record);
    else this.addIteration(record);
  }

  /** A copy with the other's jobs. */
  withJobsOf(other: SessionProgress): SessionProgress {
    const both = this.copy(this.problems.copy());
    for (const job of other.jobs.values()) both.add(job);
    return both;
  }

  /**
   * Its totals, in little memory: no iteration can be added any more. The jobs of `sibling` say too which of the
   * iterations count, and are the only ones that can be joined to it.
   */
  toAggregate(sibling: SessionProgress | null): SessionProgress {
    const whole = sibling === null ? this : this.withJobsOf(sibling);
    const aggregate = this.copy(this.problems.truncated());
    aggregate.workers.clear();
    aggregate.counted = whole.runs().toAggregate();
    aggregate.isAggregate = true;
    return aggregate;
  }

  /** `totalIterations` and `name` as a person gave them, or null; `evictionPolicy` by which Redis evicted keys, or null. */
  snapshot(
    totalIterations: number | null,
    timestamp: Date,
    evictionPolicy: string | null = null,
    name: string | null = null,
  ): TuningStatusSnapshot {
    const counted = this.runs();
    const { runs } = counted;
    const newestMs = this.newestUpdate?.getTime() ?? null;
    const { results, isRunningAgain } = counted.count(timestamp.getTime(), newestMs);
    const inRun = results.filter(({ counted }) => counted > 0);
    const counts = inRun.map(({ progress }) => progress).sort((a, b) => byCodePoint(a.worker, b.worker));
    const workers = counts.map(({ worker }) => worker);
    const completedIterations = counts.reduce((sum, { completed }) => sum + completed, 0);
    const runJobs = isRunningAgain ? runs.jobs : runs.newestJobs;
    const ends = {
      haveKnownJobsEnded: !isRunningAgain && allKnownJobsEnded(runJobs, workers),
      completedIterations,
      failedIterations: counts.reduce((sum, { failed }) => sum + failed, 0),
      totalIterations,
    };
    // Without any time, no iteration is known to be recent. Once each worker of an earlier run has run again, no other is
    // expected.
    const isWholeAgain = runs.startMs !== null && !runs.mayContinue && !runs.isRunning;
    const idleMs = isWholeAgain || newestMs === null ? Infinity : timestamp.getTime() - newestMs;
    const haveJobsEnded = isSessionEnded(ends, idleMs);
    const isOver = isSessionOver({ ...ends, haveJobsEnded });
    const withoutMore = new Set(runJobs.map(({ worker }) => worker));
    const byWorker = counts.map((each) => ({
      ...each,
      activity: activityOf(each, isOver || withoutMore.has(each.worker), timestamp),
    }));
    return {
      ...this.session,
      name,
      ...ends,
      workers,
      byWorker,
      byStatus: statusCounts(inRun),
      metricsKeys: [...this.metricsKeys].sort(byCodePoint),
      firstUpdate: firstOf(inRun),
      lastUpdate: this.newestUpdate,
      usualGapMs: longestGapMs(inRun),
      progressPct: progressPct(completedIterations, totalIterations),
      eta: haveJobsEnded ? null : estimateEnd(byWorker, totalIterations, timestamp),
      jobs: this.jobs.size === 0 ? null : jobSummary(runs, isRunningAgain),
      runningAgain: isRunningAgain,
      earlierIterations: results.reduce((sum, { notCounted }) => sum + notCounted, 0),
      earlierWorkers: results
        .filter(({ counted, notCounted }) => counted === 0 && notCounted > 0)
        .map(({ progress }) => progress.worker)
        .sort(byCodePoint),
      haveJobsEnded,
      evictionPolicy,
      timestamp,
      ...this.problems.listed(),
    };
  }

  private runs(): CountedRuns {
    this.counted ??= countedRuns([...this.jobs.values()], this.workers);
    return this.counted;
  }

  private addIteration(iteration: TuningIteration): void {
    if (this.isAggregate) throw new Error('an aggregate takes no iterations');
    const { worker, at } = iteration;
    const tally = this.workers.get(worker) ?? new WorkerAccumulator(worker);
    this.workers.set(worker, tally);
    tally.add(iteration);
    for (const name of iteration.metricsKeys) this.metricsKeys.add(name);
    if (at !== null && (this.newestUpdate === null || at > this.newestUpdate)) this.newestUpdate = at;
  }

  private copy(problems: ProblemList): SessionProgress {
    const copy = new SessionProgress(this.session, problems);
    for (const [name, worker] of this.workers) copy.workers.set(name, worker);
    for (const [id, job] of this.jobs) copy.jobs.set(id, job);
    for (const name of this.metricsKeys) copy.metricsKeys.add(name);
    copy.newestUpdate = this.newestUpdate;
    copy.counted = this.counted;
    copy.isAggregate = this.isAggregate;
    return copy;
  }
}

/** By code points, as Python orders text; UTF-16's own order puts some emoji before some letters. */
const byCodePoint = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** Per cent of the total; 0 of a total of 0 is 0, as in the Python system's monitor. */
const progressPct = (completed: number, total: number | null): number | null =>
  total === null ? null : total === 0 ? 0 : (completed / total) * 100;

const firstOf = (results: readonly WorkerResult[]): Date | null =>
  results.reduce<Date | null>(
    (first, { firstUpdate }) =>
      firstUpdate !== null && (first === null || firstUpdate < first) ? firstUpdate : first,
    null,
  );
