import { distance } from 'fastest-levenshtein';
import type { SessionSummary } from '../../formatters';
import type { SessionProgress } from '../../src/monitors/tuning/sessionProgress';
import type { TuningStatusSnapshot } from '../../src/monitors/tuning/tuningSnapshot';
import type { SessionRef } from '../../src/storage/botStore';

/** The session with the newest iteration first, those without a readable time last. */
export const newestFirst = (sessions: readonly SessionProgress[]): SessionProgress[] =>
  [...sessions].sort((a, b) => (b.lastUpdate?.getTime() ?? 0) - (a.lastUpdate?.getTime() ?? 0));

/** What a list shows of one session. */
export const summaryOf = (snapshot: TuningStatusSnapshot): SessionSummary => ({
  sessionId: snapshot.sessionId,
  name: snapshot.name,
  env: snapshot.env,
  mode: snapshot.mode,
  completedIterations: snapshot.completedIterations,
  failedIterations: snapshot.failedIterations,
  totalIterations: snapshot.totalIterations,
  planned: snapshot.jobs?.planned ?? null,
  runningAgain: snapshot.runningAgain,
  workerCount: snapshot.workers.length,
  haveJobsEnded: snapshot.haveJobsEnded,
  failedStatuses: (snapshot.jobs?.failed ?? []).map(({ status }) => status),
  lastUpdate: snapshot.lastUpdate,
});

/** The sessions whose ids start most like `text`, the likeliest first. */
export function suggestSessions<T extends SessionRef>(text: string, sessions: readonly T[]): T[] {
  const typed = text.slice(0, 40).toLowerCase();
  const editDistance = ({ sessionId }: SessionRef) =>
    distance(typed, sessionId.slice(0, typed.length).toLowerCase());
  return sessions
    .map((session) => ({ session, far: editDistance(session) }))
    .filter(({ far }) => far <= typed.length / 2)
    .sort((a, b) => a.far - b.far)
    .map(({ session }) => session);
}
