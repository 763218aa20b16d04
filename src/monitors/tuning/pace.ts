import type { WorkerPace } from './tuningSnapshot';

const RECENT_GAPS = 20;
/** The first of few gaps are those of a worker that warms up: so large a share of the newest counts, but four at least. */
const SHARE_KEPT = 0.7;
const FEWEST_GAPS = 4;
export const NEWEST_GAPS = 5;

/** `timesMs`: when its iterations ended, in ms since the epoch, in any order; null of fewer than two. */
export function paceOf(timesMs: readonly number[]): WorkerPace | null {
  const sorted = Float64Array.from(timesMs).sort();
  const kept = Math.min(RECENT_GAPS, Math.max(FEWEST_GAPS, Math.ceil(SHARE_KEPT * (sorted.length - 1))));
  const newest = sorted.slice(-kept - 1);
  const gaps = Array.from(newest.subarray(1), (ms, i) => ms - (newest[i] ?? ms));
  if (gaps.length === 0) return null;
  const gapMs = mean(gaps);
  return {
    gapMs,
    newestGapMs: mean(gaps.slice(-NEWEST_GAPS)),
    spreadMs: Math.sqrt(mean(gaps.map((gap) => (gap - gapMs) ** 2))),
    longestGapMs: Math.max(...gaps),
    gaps: gaps.length,
  };
}

const mean = (all: readonly number[]): number => all.reduce((sum, each) => sum + each, 0) / all.length;
