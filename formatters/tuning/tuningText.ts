import type { TuningStatusSnapshot } from '../../src/monitors/tuning/tuningSnapshot';
import type { Env, Mode } from '../../src/state/keys';
import type { SessionRef } from '../../src/storage/botStore';
import { sanitize } from '../blockKit/escape';
import { joinNames, type Told } from '../text/lists';
import { AHEAD_TOLERATED_MS, ago, count, duration, pluralize } from '../text/numbers';
import { targetName } from '../text/targetNames';
import { isDone, isOverfull, progressOf, totalOf } from './tuningProgress';

/* What is said of a tuning session, shared by Slack and the terminal. Nothing here is escaped. */

/** A session that has been quiet for longer than this, in ms, is pointed out; by then it is known to have ended, if so. */
const QUIET_MS = 10 * 60_000;
const JOBS_TOLD = 5;
const STATUSES_TOLD = 5;
const KEYS_TOLD = 8;
const WORKERS_TOLD = 5;

/** Which sessions were looked through: those of a mode, an env or both, or all of them. */
export interface Scope {
  readonly mode: Mode | null;
  readonly env: Env | null;
}

/** `No tuning session`, or `No tuning session of live local` where only those were looked through. */
export const noSession = ({ mode, env }: Scope): string => {
  const place = [mode, env && sanitize(env, 40)].filter((word) => word !== null).join(' ');
  return `No tuning session${place === '' ? '' : ` of ${place}`}`;
};

/** Where a session runs: `paper docker`, or `mode not reported, docker`. */
export const targetLabel = ({ mode, env }: Pick<SessionRef, 'mode' | 'env'>): string =>
  mode === null ? `mode not reported, ${sanitize(env, 40)}` : targetName({ mode, env });

/** How long ago the last iteration came: `Last iteration 25 s ago`; a long silence is told as such. */
export function lastIterationWords(snapshot: TuningStatusSnapshot): string {
  const { lastUpdate, timestamp } = snapshot;
  if (lastUpdate === null) return 'Time of the last iteration: not reported';
  return isIdle(snapshot)
    ? `No iteration for ${duration(timestamp.getTime() - lastUpdate.getTime())}`
    : `Last iteration ${ago(lastUpdate, timestamp)}`;
}

/** True when a session that is neither done nor ended has been silent for long. */
export const isIdle = (snapshot: TuningStatusSnapshot): boolean =>
  snapshot.lastUpdate !== null &&
  !isDone(progressOf(snapshot)) &&
  !snapshot.haveJobsEnded &&
  snapshot.timestamp.getTime() - snapshot.lastUpdate.getTime() > QUIET_MS;

const aheadMs = ({ lastUpdate, timestamp }: TuningStatusSnapshot): number =>
  (lastUpdate?.getTime() ?? 0) - timestamp.getTime();

/** True when its last iteration is dated in the future. */
export const isAhead = (snapshot: TuningStatusSnapshot): boolean => aheadMs(snapshot) > AHEAD_TOLERATED_MS;

const ENDINGS_TOLD = 3;
const STATUS_WORD = /^(?=.{1,30}$)[A-Za-z]+(?:[_-][A-Za-z]+)*$/;
const NO_SUCCESS = 'not successful';

/**
 * `2 jobs FAILED`, `3 jobs CANCELLED or FAILED`: in the jobs' own words, as long as those are words (so it may stand
 * in a heading), and few.
 */
export function failedJobsWords(failed: number, statuses: readonly string[]): string {
  const words = [...new Set(statuses)].map((status) => (STATUS_WORD.test(status) ? status : NO_SUCCESS));
  const told = [...new Set(words)].sort();
  return `${pluralize(failed, 'job')} ${told.length > ENDINGS_TOLD ? NO_SUCCESS : told.join(' or ')}`;
}

/** The same of one session; null when none did. */
export function failedJobsText({ jobs }: TuningStatusSnapshot): string | null {
  const statuses = (jobs?.failed ?? []).map(({ status }) => status);
  return statuses.length === 0 ? null : failedJobsWords(statuses.length, statuses);
}

/** What else a person should know at once, most urgent first; each a whole sentence without data in it. */
export function warnings(snapshot: TuningStatusSnapshot): string[] {
  const said: string[] = [];
  if (isIdle(snapshot)) said.push(`${lastIterationWords(snapshot)}.`);
  if (isAhead(snapshot))
    said.push(
      `The last iteration is dated ${duration(aheadMs(snapshot))} in the future: check TUNING_TIMEZONE.`,
    );
  const { totalIterations, jobs } = snapshot;
  if (snapshot.evictionPolicy !== null && !isWritten(snapshot))
    said.push(evictionWords(snapshot.evictionPolicy));
  if (isOverfull(progressOf(snapshot)))
    said.push('More iterations came than the total says: was the right total given?');
  else if (totalIterations !== null && jobs !== null && jobs.plannedAtLeast > totalIterations)
    said.push(`Jobs planned ${pluralize(jobs.plannedAtLeast, 'iteration')}, more than the total given.`);
  return said;
}

/** A job that failed, in words: `FAILED, return code 1`. */
export interface FailedJobWords {
  /** Null where the job names none. */
  readonly worker: string | null;
  readonly words: string;
}

/** The failed jobs, the first few of them. */
export function failedJobs({ jobs }: TuningStatusSnapshot): Told<FailedJobWords> {
  const failed = jobs?.failed ?? [];
  const told = failed.slice(0, JOBS_TOLD).map(({ worker, status, returnCode }) => ({
    worker,
    words: `${sanitize(status, 40)}${returnCode === null ? '' : `, return code ${returnCode}`}`,
  }));
  return { told, more: failed.length - told.length };
}

/** What the ended jobs tell of a total that is not known: `At least 10 iterations are planned.`; null for nothing. */
export function plannedWords(snapshot: TuningStatusSnapshot): string | null {
  const { jobs, runningAgain } = snapshot;
  if (totalOf(progressOf(snapshot)) !== null || jobs === null) return null;
  if (runningAgain && jobs.planned > 0)
    return `The workers' last jobs planned ${pluralize(jobs.planned, 'iteration')}.`;
  return jobs.plannedAtLeast > 0
    ? `At least ${pluralize(jobs.plannedAtLeast, 'iteration')} planned, by the jobs that have ended.`
    : null;
}

/** True when a total that a person gave has been written: then nothing is missing. */
const isWritten = (snapshot: TuningStatusSnapshot): boolean =>
  snapshot.totalIterations !== null && isDone(progressOf(snapshot));

/** That less may be there than was done. */
export const evictionWords = (policy: string): string =>
  `Redis evicts keys here (${policy}): iterations may be missing, so this may be less than was done.`;

/** That and how often it was run again, and what earlier runs left: whole sentences; none of the first run. */
export function runsWords({
  jobs,
  runningAgain,
  earlierIterations,
  earlierWorkers,
}: TuningStatusSnapshot): string[] {
  const runs = jobs?.runs ?? 1;
  const names = joinNames(
    earlierWorkers.map((worker) => sanitize(worker, 30)),
    WORKERS_TOLD,
  );
  const left = `${pluralize(earlierIterations, 'iteration')} of earlier runs`;
  return [
    ...(runningAgain ? [`This is run ${count(runs)}.`] : []),
    ...(!runningAgain && runs > 1 ? [`Run ${count(runs)} times; this is the newest run.`] : []),
    ...(earlierIterations === 0
      ? []
      : [`Not counted: ${left}${names === null ? '' : `, among them all of ${names}`}.`]),
  ];
}

/** True when nothing at all is known of the session. */
export const hasNoData = ({ byWorker, byStatus, jobs, problems }: TuningStatusSnapshot): boolean =>
  byWorker.length === 0 && byStatus.length === 0 && jobs === null && problems.length === 0;

/** Iterations that are not completed, by status: `2 failed, 1 without a status`; null when there are none. */
export function otherStatuses({ byStatus }: TuningStatusSnapshot): string | null {
  const others = byStatus.filter(({ status }) => status !== 'completed');
  const words = others.map(
    (one) => `${count(one.count)} ${one.status === null ? 'without a status' : sanitize(one.status, 30)}`,
  );
  return joinNames(words, STATUSES_TOLD);
}

/** The names of further fields that iterations carry; null when there are none. */
export const metricsKeysWords = ({ metricsKeys }: TuningStatusSnapshot): string | null =>
  joinNames(
    metricsKeys.map((key) => sanitize(key, 30)),
    KEYS_TOLD,
  );
