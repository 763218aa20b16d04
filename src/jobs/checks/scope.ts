import type { TargetId } from '../../state/keys';

/** The targets that a check observes; null for all of them. */
export type Scope = ReadonlySet<TargetId> | null;

export const scopeOf = (target: TargetId | null): Scope => (target === null ? null : new Set([target]));

/** Both together; `undefined` for nothing. */
export function together(a: Scope | undefined, b: Scope | undefined): Scope | undefined {
  if (a === undefined || b === undefined) return a === undefined ? b : a;
  return a === null || b === null ? null : new Set([...a, ...b]);
}
