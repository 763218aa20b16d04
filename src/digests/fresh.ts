import type { AlertState } from '../alerting/state/alertState';
import { msBetween } from '../lib/time';

/** Whether the last observation is at most this old, in ms: an older one does not say how the traders are now. */
export const isFresh = (
  { observedAt }: Pick<AlertState, 'observedAt'>,
  now: Date,
  freshForMs: number,
): boolean => msBetween(observedAt, now) <= freshForMs;
