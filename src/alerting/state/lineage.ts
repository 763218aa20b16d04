import { MAX_CLOCK_SKEW_MS, msBetween } from '../../lib/time';
import type { AlertState } from './alertState';

/** So many of the last changes are told apart. */
export const MAX_LINEAGE = 64;

/** The marks of two branches together, the newest last. */
export function mergeLineage(one: AlertState, other: AlertState): readonly string[] {
  const [older, newer] =
    one.observedAt < other.observedAt ? [one.lineage, other.lineage] : [other.lineage, one.lineage];
  const half = MAX_LINEAGE / 2;
  return [...new Set([...older.slice(-half), ...newer.slice(-half)])];
}

/** What is known, marked as another change than any before. */
export const appendCommitId = (known: AlertState, mark: string): AlertState => ({
  ...known,
  lineage: [...known.lineage.slice(1 - MAX_LINEAGE), mark],
});

/**
 * Whether `later` has come from `earlier`. Between versions that lie further apart than a trail goes back, and of what
 * a version of the bot stored that kept no trail, only the numbers tell, and when the traders were last seen: where
 * Redis had lost all, the versions began anew, and what it comes back with may have a higher one, of long before.
 */
export function descendsFrom(later: VersionedState, earlier: VersionedState): boolean {
  if (later.version < earlier.version) return false;
  const mark = earlier.known.lineage.at(-1);
  const isKnown = mark !== undefined && later.known.lineage.length > 0;
  if (!isKnown || later.version - earlier.version >= MAX_LINEAGE / 2)
    return msBetween(earlier.known.observedAt, later.known.observedAt) > -MAX_CLOCK_SKEW_MS;
  return later.known.lineage.includes(mark);
}

export interface VersionedState {
  readonly version: number;
  readonly known: AlertState;
}
