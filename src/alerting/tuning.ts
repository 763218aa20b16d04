import { z } from 'zod';
import { memoizeByObject } from '../lib/memoize';
import { durationSchema, isoSeconds, later, msBetween } from '../lib/time';
import { isSessionEnded } from '../monitors/tuning/jobSummary';
import type { FailedJob, TuningStatusSnapshot } from '../monitors/tuning/tuningSnapshot';
import type { Mode } from '../state/keys';
import { ownSettings } from './ruleSettings/commonSettings';
import type { RuleEvent } from './rules/rule';
import type { SessionState } from './state/alertState';

export const tuningSettingsSchema = z
  .strictObject({
    /** A session has stalled when this many times its usual gap between iterations has passed without one. */
    stalled_after_gaps: z.number().positive().default(5),
    stalled_at_least: durationSchema.prefault('10m'),
  })
  .transform(({ stalled_after_gaps: stalledAfterGaps, stalled_at_least: stalledAtLeastMs }) => ({
    stalledAfterGaps,
    stalledAtLeastMs,
  }));
type TuningSettings = z.output<typeof tuningSettingsSchema>;

/** Every check asks for them, and a configuration never changes. */
const parseSettings = memoizeByObject(
  (part: object): TuningSettings => tuningSettingsSchema.parse(ownSettings(part)),
);
const NOTHING_CONFIGURED = {};

/** The settings in this part of the configuration, with the defaults filled in. Throws ZodError. */
export function tuningSettings(configured: unknown): TuningSettings {
  const part = configured ?? NOTHING_CONFIGURED;
  return typeof part === 'object' ? parseSettings(part) : tuningSettingsSchema.parse(part);
}

/** The newest sessions are watched; more than this many are not remembered. */
const SESSIONS_KEPT = 500;

/**
 * However long the usual gap seems, no stall is reported later than so many ms, unless that is configured: one iteration with
 * a wrong time, or of an earlier run of the same session id, makes a mean of days.
 */
const STALLED_AT_MOST_MS = 6 * 3_600_000;

export interface SessionResults {
  readonly sessions: readonly SessionState[];
  readonly events: readonly (RuleEvent & { readonly rule: 'tuning'; readonly target: string })[];
}

interface SessionContext {
  readonly now: Date;
  readonly continuousSince: Date;
  readonly settings: TuningSettings;
}

/** A session by name, as events have it: `tuning:docker:paper:<session id>`. */
export const sessionTarget = ({ env, mode, sessionId }: SessionState): string =>
  `tuning:${env}:${mode}:${sessionId}`;

/**
 * What a look at the tuning sessions tells:
 *
 * 1. The first look ever tells nothing; nor does a session that was never observed to move, however old it is.
 * 2. A session moves when its iterations or its newest time change, when it runs again, or when it is new since the last
 *    look.
 * 3. It has finished when its total has been written, whatever the status, or when its jobs have ended and no iteration
 *    came for 10 minutes, unless it is short of its total. That is reported once a run, and again only if it was unfinished
 *    meanwhile. One that had stopped before somebody gave its total is not reported: nothing has happened.
 * 4. It has stalled when it has not finished, and was watched for five times the usual gap between two iterations of its
 *    slowest worker, for 10 minutes at least and 6 hours at most, without moving; reported once until it moves again. Its
 *    own times (which carry no zone) only serve to tell the usual gap. One whose total nobody gave (`total` null) may
 *    simply have ended. One with fewer than two iterations is watched for that once a job has ended: for 10 minutes,
 *    or 6 hours while the worker of the one iteration may still run.
 * 5. A session whose mode nobody tells has left jobs alone, and is not watched.
 */
export function evaluateTuning(
  known: readonly SessionState[] | null,
  seen: readonly TuningStatusSnapshot[],
  watch: SessionContext,
): SessionResults {
  const before = new Map(known?.map((session) => [sessionTarget(session), session]));
  const events: SessionResults['events'][number][] = [];
  const watchOfAll = { ...watch, newAboveMs: newSessionThresholdMs(known) };
  const sessions = seen.filter(hasMode).map((snapshot) => {
    const step = evaluateSession(snapshot, before, watchOfAll);
    if (step.event !== null) {
      events.push({ ...step.event, rule: 'tuning', target: sessionTarget(step.session) });
    }
    return step.session;
  });
  return { sessions: newest(sessions), events };
}

type SeenSession = TuningStatusSnapshot & { readonly mode: Mode };

const hasMode = (snapshot: TuningStatusSnapshot): snapshot is SeenSession => snapshot.mode !== null;

function evaluateSession(
  snapshot: SeenSession,
  before: ReadonlyMap<string, SessionState>,
  {
    now,
    continuousSince,
    settings,
    newAboveMs: newSessionThresholdMs,
  }: SessionContext & { readonly newAboveMs: number },
): { readonly session: SessionState; readonly event: RuleEvent | null } {
  const { sessionId, env, mode, completedIterations, lastUpdate } = snapshot;
  const counts = {
    completed: completedIterations,
    runs: snapshot.jobs?.runs ?? 1,
    written: writtenIn(snapshot),
  };
  const { name } = snapshot;
  const first = { sessionId, env, mode, ...(name !== null && { name }), ...counts, lastUpdate };
  const known =
    before.get(sessionTarget({ ...first, progressedAt: null, finished: false, stalled: false })) ?? null;
  const isNew = known === null && (lastUpdate?.getTime() ?? 0) > newSessionThresholdMs;
  const runsAgain = known !== null && known.runs !== null && counts.runs > known.runs;
  const hasMoved =
    known !== null &&
    (runsAgain || hasWritten(known, first) || known.lastUpdate?.getTime() !== lastUpdate?.getTime());
  // After our clock was set back the last move seems to come from the future.
  const progressedAt =
    isNew || hasMoved || (known?.progressedAt ?? now) > now ? now : (known?.progressedAt ?? null);
  const wasFinished = !runsAgain && (known?.finished ?? !isNew);
  // What has finished stays so until it moves, though our clock be set back.
  const staysFinished = known?.finished === true && !hasMoved;
  const stillMs = progressedAt === null ? null : staysFinished ? Infinity : msBetween(progressedAt, now);
  const isFinished = hasFinished(snapshot, settings, stillMs);
  const quietMs = progressedAt === null ? null : msBetween(later(progressedAt, continuousSince), now);
  const limitMs = stalledAfterMs(snapshot, settings);
  const wasStalled = !hasMoved && (known?.stalled ?? false);
  const isStalled = wasStalled || (!isFinished && quietMs !== null && limitMs !== null && quietMs > limitMs);
  const session = { ...first, progressedAt, finished: isFinished, stalled: isStalled && !isFinished };
  const hasEndedNow = isNew || hasMoved || (snapshot.haveKnownJobsEnded && progressedAt !== null);
  if (isFinished && !wasFinished) return { session, event: hasEndedNow ? finishedEvent(snapshot) : null };
  if (session.stalled && !wasStalled) return { session, event: stalledEvent(snapshot, progressedAt) };
  return { session, event: null };
}

const endedIn = ({ completedIterations, failedIterations }: TuningStatusSnapshot): number =>
  completedIterations + failedIterations;

/** What counts for a run may change with the time alone. */
const writtenIn = (snapshot: TuningStatusSnapshot): number => endedIn(snapshot) + snapshot.earlierIterations;

type Counts = Pick<SessionState, 'completed' | 'runs' | 'written'>;

/** Where more is known than how many were completed, a run's iterations may be counted anew without one being written. */
const hasWritten = (before: Counts, now: Counts): boolean =>
  before.written === null ? before.completed !== now.completed : before.written !== now.written;

/**
 * A session that is not known is new when its newest time, in ms, is above this. Where more are there than are remembered
 * it may well be old, unless it is newer than one that is.
 */
function newSessionThresholdMs(known: readonly SessionState[] | null): number {
  if (known === null) return Infinity;
  return known.length < SESSIONS_KEPT ? -Infinity : (known.at(-1)?.lastUpdate?.getTime() ?? 0);
}

/** `stillMs`: for how long it has not moved; null for one that was never observed to, of which only its own times tell. */
function hasFinished(
  snapshot: TuningStatusSnapshot,
  { stalledAtLeastMs }: TuningSettings,
  stillMs: number | null,
): boolean {
  const { totalIterations } = snapshot;
  if (totalIterations !== null && totalIterations > 0 && endedIn(snapshot) >= totalIterations) return true;
  return stillMs === null ? snapshot.haveJobsEnded : isSessionEnded(snapshot, stillMs, stalledAtLeastMs);
}

/** In ms; null before the second iteration, unless a job has ended. While no worker has two, the usual gap may be any. */
function stalledAfterMs(
  snapshot: TuningStatusSnapshot,
  { stalledAfterGaps, stalledAtLeastMs }: TuningSettings,
): number | null {
  const { usualGapMs, jobs, workers, haveKnownJobsEnded } = snapshot;
  if (usualGapMs === null && endedIn(snapshot) < 2) {
    if (jobs === null) return null;
    if (workers.length === 0 || haveKnownJobsEnded) return stalledAtLeastMs;
  }
  const gapsMs = (usualGapMs ?? Infinity) * stalledAfterGaps;
  return Math.max(stalledAtLeastMs, Math.min(gapsMs, STALLED_AT_MOST_MS));
}

/** The different statuses of these jobs, a line each; cut to what suffices to tell that they are too many or too long. */
const statusesOf = (jobs: readonly FailedJob[]): string =>
  [...new Set(jobs.map(({ status }) => status.slice(0, 31)))].sort().slice(0, 4).join('\n');

const common = ({
  sessionId,
  name,
  env,
  mode,
  completedIterations,
  failedIterations,
  totalIterations,
  evictionPolicy,
  jobs,
}: TuningStatusSnapshot) => ({
  sessionId,
  ...(name !== null && { name }),
  env,
  mode,
  completed: completedIterations,
  total: totalIterations,
  ...(failedIterations > 0 && { failed: failedIterations }),
  ...(jobs !== null && jobs.runs > 1 && { run: jobs.runs }),
  ...(evictionPolicy !== null && { evictionPolicy }),
  failedJobs: jobs?.failed.length ?? null,
  failedStatuses: jobs === null ? null : statusesOf(jobs.failed),
});

/** Runs of one session that come to the same are different happenings. */
const keyOf = (what: string, { completedIterations, jobs }: TuningStatusSnapshot): string =>
  `${what}:${completedIterations}${jobs === null || jobs.runs === 1 ? '' : `:run ${jobs.runs}`}`;

const finishedEvent = (snapshot: TuningStatusSnapshot): RuleEvent => ({
  key: keyOf('finished', snapshot),
  level: 'normal',
  details: { what: 'finished', ...common(snapshot), ...ranFor(snapshot) },
});

/** From its first iteration's end to its last one's, in ms; nothing where the first may have been evicted. */
function ranFor({ firstUpdate, lastUpdate, evictionPolicy }: TuningStatusSnapshot): {
  readonly ranMs?: number;
} {
  if (firstUpdate === null || lastUpdate === null || evictionPolicy !== null) return {};
  return { ranMs: msBetween(firstUpdate, lastUpdate) };
}

const stalledEvent = (snapshot: TuningStatusSnapshot, progressedAt: Date | null): RuleEvent => ({
  key: keyOf('stalled', snapshot),
  level: 'normal',
  details: {
    what: 'stalled',
    ...common(snapshot),
    stillSince: progressedAt === null ? null : isoSeconds(progressedAt),
  },
});

const newest = (sessions: readonly SessionState[]): SessionState[] =>
  [...sessions]
    .sort((a, b) => (b.lastUpdate?.getTime() ?? 0) - (a.lastUpdate?.getTime() ?? 0))
    .slice(0, SESSIONS_KEPT);
