import type { Found } from '../state/fieldReader';
import type { Metric } from '../state/stateManager';

/** Whether the trader's live metrics say that its circuit breaker is active; null where they do not. */
export function breakerActive({ value: metrics, problems }: Found<readonly Metric[]>): Found<boolean | null> {
  const metric = metrics.find(({ name }) => name === 'circuit_breaker_active');
  // With no metric at all, what is wrong is wrong with the whole key.
  if (metric === undefined) return { value: null, problems: metrics.length === 0 ? problems : [] };
  const { value } = metric;
  return { value: value === null ? null : value !== false && value !== 0, problems };
}
