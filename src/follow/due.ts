import { addMs } from '../lib/time';
import type { Followed } from './followed';
import type { StoredFollowed } from './followStore';

/* What is due of followed messages, and in which order. */

/** One that has ended is kept for so long, in ms. */
const ENDED_KEPT_MS = 24 * 3_600_000;

/** Whether an instance does something about it just now. */
export const isTaken = ({ takenUntil }: Followed, now: Date): boolean =>
  takenUntil !== null && takenUntil > now;

/** Somebody stopped it, or wants to be told, while an instance had taken it. */
export function withChanges(next: Followed, now: Followed): Followed {
  const followers = now.followers;
  const toTell = next.end?.reason === 'finished' ? followers : next.toTell;
  const isStopped = next.phase === 'active' && now.phase === 'ending';
  if (isStopped) return { ...next, followers, phase: now.phase, end: now.end, dueAt: now.dueAt };
  return { ...next, followers, toTell };
}

/** Whether it is an earlier state of the same, or of one that was followed before: Redis fell back to it. */
export const isEarlier = (stored: Followed, seen: Followed): boolean =>
  stored.startedAt < seen.startedAt ||
  (stored.startedAt.getTime() === seen.startedAt.getTime() && stored.revision < seen.revision);

export const isOld = ({ phase, dueAt }: Followed, now: Date): boolean =>
  phase === 'ended' && now.getTime() - dueAt.getTime() > ENDED_KEPT_MS;

/** Those that say when they are changed next. */
export const countActive = (all: ReadonlyMap<string, StoredFollowed>): number =>
  [...all.values()].filter(({ followed }) => followed.phase === 'active').length;

/** When messages are to be changed that say so, each in the next two intervals. */
export const promisesOf = (all: ReadonlyMap<string, StoredFollowed>, intervalMs: number): Date[] =>
  [...all.values()].flatMap(({ followed: { phase, message, dueAt } }) =>
    phase === 'active' && message !== null ? [dueAt, addMs(dueAt, intervalMs)] : [],
  );

/** What is due: first the messages that claim what is no longer so, then those that have promised a change, then new ones. */
export const inOrder = (all: readonly StoredFollowed[], now: Date): StoredFollowed[] =>
  all
    .filter(({ followed }) => followed.dueAt <= now && !isTaken(followed, now))
    .filter(({ followed: { phase, toTell } }) => phase !== 'ended' || toTell.length > 0)
    .sort(
      (a, b) =>
        rank(a.followed) - rank(b.followed) || a.followed.dueAt.getTime() - b.followed.dueAt.getTime(),
    );

const rank = ({ phase, message }: Followed): number => {
  if (phase === 'ending') return 0;
  if (phase === 'ended') return 3;
  return message === null ? 2 : 1;
};
