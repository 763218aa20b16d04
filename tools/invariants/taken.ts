import type { History } from './history';
import { stretchIn } from './spans';

/** With Slack and Redis healthy, all that waits is sent within so long, in ms. */
const TAKEN_WITHIN_MS = 600_000;

/** By when Slack has certainly taken what waited then; the end, where that is never sure. */
export function takenBy({ slack, watch, span }: History, sinceMs: number): number {
  for (const { from, to } of slack.healthy) {
    const stretch = stretchIn(watch.certain, { from: Math.max(from, sinceMs), to }, TAKEN_WITHIN_MS);
    if (stretch !== null) return stretch.from + TAKEN_WITHIN_MS;
  }
  return span.to;
}
