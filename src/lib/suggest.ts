import { closest, distance } from 'fastest-levenshtein';

/** The candidate nearest to the word; null when none is near enough to have been meant. */
export function nearest(word: string, candidates: readonly string[]): string | null {
  const typed = word.slice(0, 40).toLowerCase();
  if (candidates.length === 0) return null;
  const candidate = closest(typed, candidates);
  return distance(typed, candidate) <= Math.max(1, Math.floor(candidate.length / 2)) ? candidate : null;
}
