import { SessionProgress } from '../../src/monitors/tuning/sessionProgress';
import type { TuningRecord } from '../../src/state/tuning/records';
import { runScenario } from './scenario';
import { second } from './traders';

const NAME = 'tuning:docker:paper:S';
const session = { sessionId: 'S', env: 'docker', mode: 'paper' } as const;

export type At = readonly [t: number, record: TuningRecord];

/** Iteration n of a worker, ended in the second t. */
export const iteration = (t: number, worker: string, n: number): At => [
  t,
  {
    ...session,
    kind: 'iteration',
    worker,
    n,
    status: 'completed',
    at: second(t),
    metricsKeys: [],
    problems: [],
  },
];

/** A job that has ended in the second t. */
export const job = (
  t: number,
  worker: string | null,
  status = 'SUCCESS',
  startedAt: number | null = null,
): At => [
  t,
  {
    ...session,
    kind: 'job',
    jobId: `${worker} ${t}`,
    worker,
    iterations: null,
    status,
    returnCode: null,
    startedAt: startedAt === null ? null : second(startedAt),
    finishedAt: second(t),
    problems: [],
  },
];

/** The session as those of the records tell that were there; looked at every minute. */
export const observedSessions =
  (records: readonly At[], total: number | null = null) =>
  (t: number) => {
    if (t % 60 !== 0) return null;
    const written = records.filter(([at]) => at <= t);
    const progress = new SessionProgress(session);
    for (const [, record] of written) progress.add(record);
    return written.length === 0 ? [] : [progress.snapshot(total, second(t))];
  };

/** What was told of it, without the session's name. */
export const runTuningScenario = (records: readonly At[], total: number | null = null, until = 7200) =>
  runScenario({ sessions: observedSessions(records, total), until }).lines.map((line) =>
    line
      .replace(/ (sessionId|env|mode|failedStatuses|stillSince|ranMs)=\S*| stillFor=.*/g, '')
      .replace(` normal tuning ${NAME}`, ''),
  );
