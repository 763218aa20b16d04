import type { TuningStatusSnapshot } from '../../src/monitors/tuning/tuningSnapshot';
import type { Env, Mode } from '../../src/state/keys';
import type { SessionRef } from '../../src/storage/botStore';
import { literal, type TextSpan } from '../blockKit/blocks';
import { sanitize } from '../blockKit/escape';
import { t } from '../text/catalogue';
import { joinNames, type Truncated, take } from '../text/lists';
import { AHEAD_TOLERATED_MS, count } from '../text/numbers';
import { targetName } from '../text/targetNames';
import { exceedsTotal, isDone, progressOf, totalOf } from './tuningProgress';

/* What is said of a tuning session, shared by Slack and the terminal. Nothing here is escaped. */

/** A session that has been quiet for longer than this, in ms, is pointed out; by then it is known to have ended, if so. */
const QUIET_MS = 10 * 60_000;
const JOBS_SHOWN = 5;
const STATUSES_SHOWN = 5;
const KEYS_SHOWN = 8;
const WORKERS_SHOWN = 5;

/** Which sessions were looked through: those of a mode, an env or both, or all of them. */
export interface Scope {
  readonly mode: Mode | null;
  readonly env: Env | null;
}

/** `No tuning session`, or `No tuning session of live local` where only those were looked through. */
export const noSession = ({ mode, env }: Scope): string =>
  t.tuning.none([mode, env && sanitize(env, 40)].filter((word) => word !== null).join(' '));

/** Where a session runs: `paper docker`, or `mode not reported, docker`. */
export const sessionPlace = ({ mode, env }: Pick<SessionRef, 'mode' | 'env'>): string =>
  mode === null ? t.tuning.modeNotReported(sanitize(env, 40)) : targetName({ mode, env });

/** How a session is called, if it is, and its id. */
export const sessionLabel = ({ sessionId, name = null }: SessionLabel): TextSpan[] =>
  t.tuning.called(literal(sessionId), name === null ? null : literal(name));

/** What a session is shown as. */
export interface SessionLabel extends Pick<SessionRef, 'sessionId'> {
  /** Null, or absent, where nobody has named it. */
  readonly name?: string | null;
}

/** How long ago the last iteration came: `Last iteration 25 s ago`; a long silence is shown as such. */
export function lastIterationText(snapshot: TuningStatusSnapshot): string {
  const { lastUpdate, timestamp } = snapshot;
  if (lastUpdate === null) return t.tuning.lastIterationUnknown;
  return isIdle(snapshot)
    ? t.tuning.noIterationFor(timestamp.getTime() - lastUpdate.getTime())
    : t.tuning.lastIteration(lastUpdate, timestamp);
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

const ENDINGS_SHOWN = 3;
const STATUS_WORD = /^(?=.{1,30}$)[A-Za-z]+(?:[_-][A-Za-z]+)*$/;

/**
 * `2 jobs FAILED`, `3 jobs CANCELLED or FAILED`: in the jobs' own words, as long as those are words (so it may stand
 * in a heading), and few.
 */
export function failedJobsText(failed: number, statuses: readonly string[]): string {
  const { notSuccessful } = t.tuning;
  const words = [...new Set(statuses)].map((status) => (STATUS_WORD.test(status) ? status : notSuccessful));
  const shown = [...new Set(words)].sort();
  return t.tuning.failedJobs(failed, shown.length > ENDINGS_SHOWN ? [notSuccessful] : shown);
}

/** The same of one session; null when none did. */
export function failedJobsIn({ jobs }: TuningStatusSnapshot): string | null {
  const statuses = (jobs?.failed ?? []).map(({ status }) => status);
  return statuses.length === 0 ? null : failedJobsText(statuses.length, statuses);
}

/** What else a person should know at once, most urgent first; each a whole sentence without data in it. */
export function tuningWarnings(snapshot: TuningStatusSnapshot): string[] {
  const { totalIterations, jobs, evictionPolicy } = snapshot;
  const planned = jobs?.plannedAtLeast ?? 0;
  return [
    ...(isIdle(snapshot) ? [`${lastIterationText(snapshot)}.`] : []),
    ...(isAhead(snapshot) ? [t.tuning.lastInFuture(aheadMs(snapshot))] : []),
    ...(evictionPolicy !== null && !isWritten(snapshot) ? [t.tuning.eviction(evictionPolicy)] : []),
    ...(exceedsTotal(progressOf(snapshot))
      ? [t.tuning.moreThanTotal]
      : totalIterations !== null && planned > totalIterations
        ? [t.tuning.plannedMoreThanTotal(planned)]
        : []),
  ];
}

/** A job that failed, in words: `FAILED, return code 1`. */
export interface FailedJobText {
  /** Null where the job names none. */
  readonly worker: string | null;
  readonly text: string;
}

/** The failed jobs, the first few of them. */
export function failedJobs({ jobs }: TuningStatusSnapshot): Truncated<FailedJobText> {
  const { items, more } = take(jobs?.failed ?? [], JOBS_SHOWN);
  return {
    items: items.map(({ worker, status, returnCode }) => ({
      worker,
      text: t.tuning.failedJob(sanitize(status, 40), returnCode),
    })),
    more,
  };
}

/** What the ended jobs say of a total that is not known: `At least 10 iterations are planned.`; null for nothing. */
export function plannedText(snapshot: TuningStatusSnapshot): string | null {
  const { jobs, runningAgain } = snapshot;
  if (totalOf(progressOf(snapshot)) !== null || jobs === null) return null;
  if (runningAgain && jobs.planned > 0) return t.tuning.plannedByLastJobs(jobs.planned);
  return jobs.plannedAtLeast > 0 ? t.tuning.plannedAtLeast(jobs.plannedAtLeast) : null;
}

/** True when a total that a person gave has been written: then nothing is missing. */
const isWritten = (snapshot: TuningStatusSnapshot): boolean =>
  snapshot.totalIterations !== null && isDone(progressOf(snapshot));

/** That and how often it was run again, and what earlier runs left: whole sentences; none of the first run. */
export function runsText({
  jobs,
  runningAgain,
  earlierIterations,
  earlierWorkers,
}: TuningStatusSnapshot): string[] {
  const runs = jobs?.runs ?? 1;
  const names = joinNames(
    earlierWorkers.map((worker) => sanitize(worker, 30)),
    WORKERS_SHOWN,
  );
  return [
    ...(runningAgain ? [t.tuning.run(runs)] : runs > 1 ? [t.tuning.ranTimes(runs)] : []),
    ...(earlierIterations === 0 ? [] : [t.tuning.earlierRuns(earlierIterations, names)]),
  ];
}

/** True when nothing at all is known of the session. */
export const hasNoData = ({ byWorker, byStatus, jobs, problems }: TuningStatusSnapshot): boolean =>
  byWorker.length === 0 && byStatus.length === 0 && jobs === null && problems.length === 0;

/** Further details of its iterations: those that are not completed, by status, and the names of their further fields. */
export function iterationNotes({ byStatus, metricsKeys }: TuningStatusSnapshot): string[] {
  const others = byStatus.filter(({ status }) => status !== 'completed');
  const statuses = joinNames(
    others.map(
      (one) =>
        `${count(one.count)} ${one.status === null ? t.tuning.withoutStatus : sanitize(one.status, 30)}`,
    ),
    STATUSES_SHOWN,
  );
  const fields = joinNames(
    metricsKeys.map((key) => sanitize(key, 30)),
    KEYS_SHOWN,
  );
  return [
    ...(statuses === null ? [] : [t.tuning.notCompleted(statuses)]),
    ...(fields === null ? [] : [t.tuning.furtherFields(fields)]),
  ];
}
