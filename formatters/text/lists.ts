import { count } from './numbers';

/** The first few of many, and how many are left out. */
export interface Told<T> {
  readonly told: readonly T[];
  readonly more: number;
}

/** The first `limit` of them. */
export const take = <T>(all: readonly T[], limit: number): Told<T> => {
  const told = all.slice(0, limit);
  return { told, more: all.length - told.length };
};

/** `a, b and 3 more`; null when there are none. */
export function joinNames(words: readonly string[], limit: number): string | null {
  const { told, more } = take(words, limit);
  if (told.length === 0) return null;
  return more === 0 ? told.join(', ') : `${told.join(', ')} and ${count(more)} more`;
}
