import type { HistoryReader, RecordedTarget } from '../history/historyReader';
import { addMs, earlier } from '../lib/time';

const LOOKED_AT = 50;

/**
 * How far apart the newest recorded checks are, in ms: as most of them are, or as configured, where that is longer. History that
 * was recorded at a longer interval must not look like one checks are missing from.
 */
export async function recordedInterval(
  history: Pick<HistoryReader, 'samples'>,
  recorded: readonly RecordedTarget[],
  to: Date,
  configuredMs: number,
  signal?: AbortSignal,
): Promise<number> {
  const [newest] = [...recorded].sort((a, b) => b.lastAt.getTime() - a.lastAt.getTime());
  if (newest === undefined) return configuredMs;
  const until = earlier(addMs(newest.lastAt, 1), to);
  const from = addMs(until, -LOOKED_AT * Math.max(configuredMs, HOUR_MS / LOOKED_AT));
  const samples = await history.samples({ target: newest.target, from, to: until, limit: LIMIT }, signal);
  const checks = samples.filter(({ resolution }) => resolution === 'check').map(({ at }) => at.getTime());
  return Math.max(configuredMs, usualIntervalMs(checks));
}

/** How far apart most of these are, ascending, in ms; 0 for fewer than two. */
export function usualIntervalMs(times: readonly number[]): number {
  const apart = times.slice(1).map((ms, i) => ms - (times[i] ?? ms));
  return apart.sort((a, b) => a - b)[apart.length >> 1] ?? 0;
}

const HOUR_MS = 3_600_000;
/** An hour of checks, one a second. */
const LIMIT = 3_600;
