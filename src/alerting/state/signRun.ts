import { z } from 'zod';
import { instant, later, msBetween } from '../../lib/time';

/** Writes of a sign that came one after the other, as observed. */
export const runSchema = z.object({
  /** When they began; of those that were never observed to begin, the first that was. */
  from: instant,
  to: instant,
});
export type Run = z.output<typeof runSchema>;

/**
 * The run that a sign's last write belongs to: the one before, unless none came for `gapMs`. A trader that was silent
 * altogether begins anew with all of its signs.
 */
export function runOf(before: Run | null, writtenAt: Date, gapMs: number): Run {
  if (before === null || msBetween(before.to, writtenAt) > gapMs) return { from: writtenAt, to: writtenAt };
  return { from: before.from, to: later(before.to, writtenAt) };
}
