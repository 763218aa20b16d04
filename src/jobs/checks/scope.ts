import type { TargetId } from '../../state/keys';

/** The targets that a check observes; null for all of them. */
export type CheckScope = ReadonlySet<TargetId> | null;

export const scopeOf = (target: TargetId | null): CheckScope => (target === null ? null : new Set([target]));

/** Both together; `undefined` for nothing. */
export function together(a: CheckScope | undefined, b: CheckScope | undefined): CheckScope | undefined {
  if (a === undefined || b === undefined) return a === undefined ? b : a;
  return a === null || b === null ? null : new Set([...a, ...b]);
}
