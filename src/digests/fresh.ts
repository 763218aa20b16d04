import type { AlertState } from '../alerting/state/alertState';
import { msBetween } from '../lib/time';

/** Whether the last sight is from the last so many ms: an older one does not tell how the traders are now. */
export const isFresh = (
  { observedAt }: Pick<AlertState, 'observedAt'>,
  now: Date,
  freshForMs: number,
): boolean => msBetween(observedAt, now) <= freshForMs;
