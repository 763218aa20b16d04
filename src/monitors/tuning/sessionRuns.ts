import type { TuningJob } from '../../state/tuning/records';

export const SUCCESS = 'SUCCESS';

/** True of a job that ended without success; false where its status is missing. */
export const hasFailed = ({ status }: TuningJob): boolean => status !== null && status !== SUCCESS;

/** The times of a worker's iterations, in ms since the epoch. */
export interface WorkerTimes {
  /** The newest iteration's time; null while none is known. */
  readonly newestMs: number | null;
  /** The time of the first iteration after then; null when there is none. */
  firstAfterMs(ms: number): number | null;
}

/** A worker may have ended this long before the newest run began, in ms, and still be of that run. */
export const OLDER_BY_MS = 3_600_000;

/** The runs of a session, by its jobs and iterations: two jobs of one worker are two runs. */
export interface SessionRuns {
  /** How many there are, a running one included. */
  readonly count: number;
  /** When the newest began; null where there is only one, to which everything belongs. */
  readonly startMs: number | null;
  /** True when a worker has iterations after its last job ended: it runs again. */
  readonly isRunning: boolean;
  /** True when workers of the previous run may be next, since jobs may run one after another; false after retries alone. */
  readonly mayContinue: boolean;
  /** When the last of the jobs ended; null where that is not known. */
  readonly lastEndMs: number | null;
  /** The jobs of the newest run. */
  readonly jobs: readonly TuningJob[];
  /** The newest job of each worker of the run, and the jobs that name no worker. */
  readonly newestJobs: readonly TuningJob[];
  /** When the worker began again after its last job; null when it did not. */
  againSinceMs(worker: string): number | null;
  /** True of a worker that ended more than an hour before the newest run began. */
  isOlder(worker: string): boolean;
}

/** One worker's turn: an ended job, or the iterations after it. */
interface Turn {
  readonly worker: string | null;
  readonly startMs: number;
  readonly job: TuningJob | null;
}

/** All `jobs` have ended: a job gets its key only then. */
export function sessionRuns(
  jobs: readonly TuningJob[],
  workers: ReadonlyMap<string, WorkerTimes>,
): SessionRuns {
  const inOrder = [...jobs].sort(byStart);
  const byWorker = jobsByWorker(inOrder);
  const again = turnsAfterJobs(byWorker, workers);
  const ended = inOrder.map((job): Turn => ({ worker: job.worker, startMs: startMs(job), job }));
  const runs = splitIntoRuns([...ended, ...again.values()]);
  const last = runs.at(-1) ?? [];
  const newestStartMs = runs.length < 2 ? null : startOf(last, jobs, workers);
  const inLast = new Set(last.map(({ worker }) => worker));
  const newestMs = (worker: string): number =>
    workers.get(worker)?.newestMs ?? endMs(byWorker.get(worker)?.at(-1));
  const isOlder = (worker: string): boolean =>
    newestStartMs !== null && !inLast.has(worker) && newestMs(worker) < newestStartMs - OLDER_BY_MS;
  const isRunning = [...again.keys()].some((worker) => !isOlder(worker));
  const lastJobs = last.flatMap(({ job }) => job ?? []);
  const ends = jobs.map(endMs).filter(Number.isFinite);
  const runsOf = [...byWorker].map(([worker, all]) => all.length + (again.has(worker) ? 1 : 0));
  return {
    count: greatest(runsOf, 1),
    startMs: newestStartMs,
    isRunning,
    mayContinue:
      newestStartMs !== null &&
      !isRunning &&
      (runs.at(-2) ?? []).some(({ worker }) => worker !== null && !inLast.has(worker)) &&
      !lastJobs.every((job) => isRetry(job, byWorker)),
    lastEndMs: ends.length === 0 ? null : greatest(ends),
    jobs: lastJobs,
    newestJobs: inOrder.filter((job) =>
      job.worker === null
        ? newestStartMs === null || endMs(job) >= newestStartMs - OLDER_BY_MS
        : byWorker.get(job.worker)?.at(-1) === job && !isOlder(job.worker),
    ),
    againSinceMs: (worker) => again.get(worker)?.startMs ?? null,
    isOlder,
  };
}

const startMs = ({ startedAt, finishedAt }: TuningJob): number =>
  (startedAt ?? finishedAt)?.getTime() ?? Number.NEGATIVE_INFINITY;

/** A job without an end has nothing after it. */
const endMs = (job: TuningJob | undefined): number => job?.finishedAt?.getTime() ?? Number.POSITIVE_INFINITY;

const byStart = (a: TuningJob, b: TuningJob): number =>
  compare(startMs(a), startMs(b)) || compare(endMs(a), endMs(b)) || compare(a.jobId, b.jobId);

const compare = <T extends number | string>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0);

function jobsByWorker(jobs: readonly TuningJob[]): ReadonlyMap<string, readonly TuningJob[]> {
  const byWorker = new Map<string, TuningJob[]>();
  for (const job of jobs) {
    if (job.worker === null) continue;
    const all = byWorker.get(job.worker) ?? [];
    byWorker.set(job.worker, all);
    all.push(job);
  }
  return byWorker;
}

/** For more numbers than Math.max takes arguments. */
export const greatest = (all: readonly number[], atLeast = Number.NEGATIVE_INFINITY): number =>
  all.reduce((a, b) => Math.max(a, b), atLeast);

const least = (all: readonly number[]): number =>
  all.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);

/** The turns of workers that have iterations newer than all of their jobs. */
function turnsAfterJobs(
  byWorker: ReadonlyMap<string, readonly TuningJob[]>,
  workers: ReadonlyMap<string, WorkerTimes>,
): ReadonlyMap<string, Turn> {
  const turns = new Map<string, Turn>();
  for (const [worker, jobs] of byWorker) {
    const sinceMs = workers.get(worker)?.firstAfterMs(greatest(jobs.map(endMs))) ?? null;
    if (sinceMs !== null) turns.set(worker, { worker, startMs: sinceMs, job: null });
  }
  return turns;
}

/** A run has each worker once; the next begins with the first worker that has another turn. */
function splitIntoRuns(turns: readonly Turn[]): readonly (readonly Turn[])[] {
  const runs: Turn[][] = [];
  let seen = new Set<string>();
  for (const turn of [...turns].sort((a, b) => compare(a.startMs, b.startMs))) {
    if (runs.length === 0 || (turn.worker !== null && seen.has(turn.worker))) {
      runs.push([]);
      seen = new Set();
    }
    runs.at(-1)?.push(turn);
    if (turn.worker !== null) seen.add(turn.worker);
  }
  return runs;
}

/** The first worker of a running run may be new, and have no job yet. */
function startOf(
  run: readonly Turn[],
  jobs: readonly TuningJob[],
  workers: ReadonlyMap<string, WorkerTimes>,
): number {
  const firstMs = least(run.map(({ startMs }) => startMs));
  if (run.some(({ job }) => job !== null)) return firstMs;
  const lastEndMs = greatest(jobs.map(endMs));
  return least([firstMs, ...[...workers.values()].map((times) => times.firstAfterMs(lastEndMs) ?? firstMs)]);
}

function isRetry(job: TuningJob, byWorker: ReadonlyMap<string, readonly TuningJob[]>): boolean {
  const all = job.worker === null ? [] : (byWorker.get(job.worker) ?? []);
  const before = all[all.indexOf(job) - 1];
  return before !== undefined && hasFailed(before);
}
