import { MAX_CLOCK_SKEW_MS, msBetween } from '../../lib/time';
import type { AlertState } from './alertState';

/** So many of the last changes are told apart. */
const KEPT = 64;

/** The marks of two branches together, the newest last. */
export function mergeLineage(one: AlertState, other: AlertState): readonly string[] {
  const [older, newer] = one.sawAt < other.sawAt ? [one.trail, other.trail] : [other.trail, one.trail];
  const half = KEPT / 2;
  return [...new Set([...older.slice(-half), ...newer.slice(-half)])];
}

/** What is known, marked as another change than any before. */
export const appendCommitId = (known: AlertState, mark: string): AlertState => ({
  ...known,
  trail: [...known.trail.slice(1 - KEPT), mark],
});

/**
 * Whether `later` has come from `earlier`. Between versions that lie further apart than a trail goes back, and of what
 * a version of the bot stored that kept no trail, only the numbers tell, and when the traders were last seen: where
 * Redis had lost all, the versions began anew, and what it comes back with may have a higher one, of long before.
 */
export function descendsFrom(later: VersionedState, earlier: VersionedState): boolean {
  if (later.version < earlier.version) return false;
  const mark = earlier.known.trail.at(-1);
  const isTold = mark !== undefined && later.known.trail.length > 0;
  if (!isTold || later.version - earlier.version >= KEPT / 2)
    return msBetween(earlier.known.sawAt, later.known.sawAt) > -MAX_CLOCK_SKEW_MS;
  return later.known.trail.includes(mark);
}

export interface VersionedState {
  readonly version: number;
  readonly known: AlertState;
}
