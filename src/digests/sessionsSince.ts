import type { Baseline, SessionState } from '../alerting/state/alertState';
import { sessionTarget } from '../alerting/tuning';
import type { Digest, DigestSession } from './digest';

const TOLD_AT_MOST = 20;

/** The tuning sessions of these targets that moved or finished since; before the first look at them, none. */
export function sessionsSince(
  sessions: readonly SessionState[] | null,
  targets: readonly string[],
  before: Baseline | null,
  since: Date,
): Pick<Digest, 'sessions' | 'sessionsOmitted'> {
  const counts = new Map(before?.sessions.map((each) => [each.session, each]));
  const found = (sessions ?? [])
    .filter(({ mode, env }) => targets.includes(`${mode}:${env}`))
    .flatMap((each): DigestSession[] => {
      const then = counts.get(sessionTarget(each));
      const hasMoved = each.progressedAt !== null && each.progressedAt > since;
      const hasFinished = each.finished && then !== undefined;
      if (!hasMoved && !hasFinished) return [];
      const { sessionId, env, mode, completed, finished, stalled } = each;
      const moved = then === undefined ? null : completedSince(then, each);
      return [{ session: sessionId, env, mode, completed, since: moved, finished, stalled }];
    });
  return {
    sessions: found.slice(0, TOLD_AT_MOST),
    sessionsOmitted: Math.max(0, found.length - TOLD_AT_MOST),
  };
}

/** Iterations that vanished, with their keys, are no negative count. All of a run that is newer came since. */
function completedSince(then: Baseline['sessions'][number], now: SessionState): number | null {
  if (then.runs !== null && now.runs !== null && now.runs > then.runs) return now.completed;
  return now.completed < then.completed ? null : now.completed - then.completed;
}
