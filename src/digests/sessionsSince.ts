import type { Baseline, SessionState } from '../alerting/state/alertState';
import { sessionTarget } from '../alerting/tuning';
import type { Digest, DigestSession } from './digest';

const MAX_LISTED = 20;

/** The tuning sessions of these targets that progressed or finished since; none before they were first read. */
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
      const { sessionId, name = null, env, mode, completed, finished, stalled } = each;
      const moved = then === undefined ? null : completedSince(then, each);
      return [{ session: sessionId, name, env, mode, completed, since: moved, finished, stalled }];
    });
  return {
    sessions: found.slice(0, MAX_LISTED),
    sessionsOmitted: Math.max(0, found.length - MAX_LISTED),
  };
}

/** Iterations whose keys expired do not count as negative. All iterations of a newer run were completed since. */
function completedSince(then: Baseline['sessions'][number], now: SessionState): number | null {
  if (then.runs !== null && now.runs !== null && now.runs > then.runs) return now.completed;
  return now.completed < then.completed ? null : now.completed - then.completed;
}
