import { findSessions, type SessionFinder } from '../../src/monitors/tuning/sessionFinder';
import { DEFAULT_TUNING_SETTINGS } from '../../src/monitors/tuning/settings';
import type { StateStore } from '../../src/state/store';
import type { MemoryStore } from '../../src/state/stores/memoryStore';

/** Finds sessions by one SCAN each time. */
export const scanning = (store: StateStore): SessionFinder => ({
  find: (search, signal) => findSessions(store, DEFAULT_TUNING_SETTINGS, search, signal),
});

export interface IterationOptions {
  readonly session?: string;
  readonly worker?: string;
  readonly namespace?: string;
  /** What stands behind the number, with its colon. */
  readonly suffix?: string;
  /** Changes to the hash; null leaves a field out. */
  readonly fields?: Readonly<Record<string, string | null>>;
}

/** The key of iteration `n`. */
export const iterationKey = (n: number | string, options: IterationOptions = {}): string => {
  const { session = 'S', worker = 'w', namespace = 'tuning:docker:paper', suffix = '' } = options;
  return `${namespace}:arbitrage:tuning_session:${session}:worker:${worker}:iteration:${n}${suffix}`;
};

/** Writes iteration `n` as the trading system does, at 07:00 plus n seconds. */
export function writeIteration(store: MemoryStore, n: number, options: IterationOptions = {}): void {
  const { session = 'S', worker = 'w', fields = {} } = options;
  const second = String(n % 60).padStart(2, '0');
  const all = {
    session_id: session,
    worker_id: worker,
    iteration: `${n}`,
    status: 'completed',
    timestamp: `2026-11-22T07:00:${second}.250000`,
    ...fields,
  };
  store.setHash(iterationKey(n, options), withoutNulls(all));
}

export interface JobOptions {
  readonly session?: string;
  readonly env?: string;
  /** Changes to the hash; null leaves a field out. */
  readonly fields?: Readonly<Record<string, string | null>>;
}

/** The key of an ended job. */
export const jobKey = (jobId: string, { session = 'S', env = 'docker' }: JobOptions = {}): string =>
  `orchestrator:${env}:arbitrage:session:${session}:job:${jobId}`;

/** Writes a job that succeeded, as the trading system does. */
export function writeJob(store: MemoryStore, jobId: string, options: JobOptions = {}): void {
  const all = {
    job_id: jobId,
    session_id: options.session ?? 'S',
    worker_id: 'w',
    iterations: '4',
    mode: 'paper',
    env: options.env ?? 'docker',
    status: 'SUCCESS',
    return_code: '0',
    started_at: '2026-11-22T07:00:00.100000',
    finished_at: '2026-11-22T07:01:00.100000',
    ...options.fields,
  };
  store.setHash(jobKey(jobId, options), withoutNulls(all));
}

const withoutNulls = (fields: Readonly<Record<string, string | null>>): Map<string, string> =>
  new Map(
    Object.entries(fields).flatMap(([name, value]): [string, string][] =>
      value === null ? [] : [[name, value]],
    ),
  );
