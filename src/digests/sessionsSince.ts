import type { Baseline, KnownSession } from '../alerts/known';
import { sessionTarget } from '../alerts/tuningWatch';
import type { Digest, DigestSession } from './digest';

const TOLD_AT_MOST = 20;

/** The tuning sessions of these targets that moved or finished since; before the first look at them, none. */
export function sessionsSince(
  sessions: readonly KnownSession[] | null,
  targets: readonly string[],
  before: Baseline | null,
  since: Date,
): Pick<Digest, 'sessions' | 'sessionsOmitted'> {
  const counts = new Map(before?.sessions.map(({ session, completed }) => [session, completed]));
  const found = (sessions ?? [])
    .filter(({ mode, env }) => targets.includes(`${mode}:${env}`))
    .flatMap((each): DigestSession[] => {
      const then = counts.get(sessionTarget(each));
      const hasMoved = each.movedAt !== null && each.movedAt > since;
      const hasFinished = each.finished && then !== undefined;
      if (!hasMoved && !hasFinished) return [];
      const { sessionId, env, mode, completed, finished, stalled } = each;
      // Iterations that vanished, with their keys, are no negative count.
      const moved = then === undefined || completed < then ? null : completed - then;
      return [{ session: sessionId, env, mode, completed, since: moved, finished, stalled }];
    });
  return {
    sessions: found.slice(0, TOLD_AT_MOST),
    sessionsOmitted: Math.max(0, found.length - TOLD_AT_MOST),
  };
}
