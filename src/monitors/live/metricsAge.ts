import type { ReadResult } from '../../state/fieldReader';
import { METRICS_TTL_MS } from '../../state/keys';
import type { LiveMetrics, Metric } from '../../state/stateManager';
import type { SignReading } from './signReading';
import { youngest } from './signReading';

/** The live metrics may lag this much behind what the trader writes in the same loop, in ms. */
const MAX_LAG_MS = 15_000;

/** In ms; null where there are no live metrics, or their TTL does not tell. */
export const metricsAge = ({ metrics, ttlMs }: LiveMetrics): number | null =>
  metrics.length === 0 || ttlMs === null || ttlMs > METRICS_TTL_MS ? null : METRICS_TTL_MS - ttlMs;

/**
 * Whether the trader goes on writing its other keys, and not the live metrics. A hash that is refreshed has a TTL, so one
 * without is outdated, too.
 */
export function areOutdated(metrics: LiveMetrics, signs: readonly SignReading[]): boolean {
  if (metrics.metrics.length === 0) return false;
  if (metrics.ttlMs === null) return true;
  const newest = youngest(signs);
  if (newest === null) return false;
  const ageMs = metricsAge(metrics);
  return ageMs === null || ageMs > newest.ageMs + MAX_LAG_MS;
}

/** A metric as a boolean; null where it is not reported. */
export function switchMetric(metrics: readonly Metric[], name: string): boolean | null {
  const value = metrics.find((metric) => metric.name === name)?.value ?? null;
  return value === null ? null : value !== false && value !== 0;
}

/** The circuit breaker by the live metrics; null where they do not report it, or are outdated. */
export function breakerActive(found: ReadResult<LiveMetrics>, outdated: boolean): ReadResult<boolean | null> {
  const { metrics } = found.value;
  const isThere = metrics.some(({ name }) => name === 'circuit_breaker_active');
  // Without any metric, the problem is the whole key's.
  if (!isThere) return { value: null, problems: metrics.length === 0 ? found.problems : [] };
  if (outdated) return { value: null, problems: [] };
  return { value: switchMetric(metrics, 'circuit_breaker_active'), problems: found.problems };
}
