import type { Known } from '../alerting/state/alertState';
import { between } from '../lib/time';

/** Whether the last sight is from the last so many ms: an older one does not tell how the traders are now. */
export const isFresh = ({ sawAt }: Pick<Known, 'sawAt'>, now: Date, freshForMs: number): boolean =>
  between(sawAt, now) <= freshForMs;
