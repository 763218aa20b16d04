import { SessionProgress } from '../../src/monitors/tuning/sessionProgress';
import type { TuningIteration } from '../../src/state/tuning/records';

const SESSION = { sessionId: 'S', env: 'docker', mode: 'paper' } as const;

/** Iteration n of a worker, ended then. */
export const iterationAt = (worker: string, n: number, at: Date): TuningIteration => ({
  ...SESSION,
  kind: 'iteration',
  worker,
  n,
  status: 'completed',
  at,
  metricsKeys: [],
  problems: [],
});

/** A session with these iterations. */
export function progressOfWorkers(iterations: readonly TuningIteration[]): SessionProgress {
  const progress = new SessionProgress(SESSION);
  for (const each of iterations) progress.add(each);
  return progress;
}
