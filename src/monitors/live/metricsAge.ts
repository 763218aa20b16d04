import type { ReadResult } from '../../state/fieldReader';
import { METRICS_TTL_MS } from '../../state/keys';
import type { LiveMetrics, Metric } from '../../state/stateManager';
import type { SignReading } from './signReading';
import { youngest } from './signReading';

/** The live metrics may lag behind what the trader writes in the same loop by this much, in ms. */
const LAG_TOLERATED_MS = 15_000;

/** How old the live metrics are, in ms; null where there are none, or their TTL does not tell. */
export const metricsAge = ({ metrics, ttlMs }: LiveMetrics): number | null =>
  metrics.length === 0 || ttlMs === null || ttlMs > METRICS_TTL_MS ? null : METRICS_TTL_MS - ttlMs;

/**
 * Whether the hash is left over from before: its trader goes on writing its other keys, and not this one. A hash that
 * is refreshed always has a TTL, so one without is left over, too. A field of it may be left over all the same.
 */
export function areOutdated(metrics: LiveMetrics, signs: readonly SignReading[]): boolean {
  if (metrics.metrics.length === 0) return false;
  if (metrics.ttlMs === null) return true;
  const newest = youngest(signs);
  if (newest === null) return false;
  const ageMs = metricsAge(metrics);
  return ageMs === null || ageMs > newest.ageMs + LAG_TOLERATED_MS;
}

/** A metric that is true or false, by its name; null where it is not reported, or neither. */
export function switchMetric(metrics: readonly Metric[], name: string): boolean | null {
  const value = metrics.find((metric) => metric.name === name)?.value ?? null;
  return value === null ? null : value !== false && value !== 0;
}

/** Whether the trader's circuit breaker is active by its live metrics; null where they do not say, or are outdated. */
export function breakerActive(found: ReadResult<LiveMetrics>, outdated: boolean): ReadResult<boolean | null> {
  const { metrics } = found.value;
  const isThere = metrics.some(({ name }) => name === 'circuit_breaker_active');
  // With no metric at all, what is wrong is wrong with the whole key.
  if (!isThere) return { value: null, problems: metrics.length === 0 ? found.problems : [] };
  if (outdated) return { value: null, problems: [] };
  return { value: switchMetric(metrics, 'circuit_breaker_active'), problems: found.problems };
}
