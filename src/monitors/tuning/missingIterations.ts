import type { IterationRange } from './tuningSnapshot';

/** The numbers from 1 up to the highest of `present` that are not in it. */
export function missingIterations(present: Iterable<number>): IterationRange[] {
  const missing: IterationRange[] = [];
  let expected = 1;
  for (const n of Float64Array.from(present).sort()) {
    if (n > expected) missing.push({ from: expected, to: n - 1 });
    expected = Math.max(expected, n + 1);
  }
  return missing;
}
