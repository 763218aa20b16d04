import { lastObservedAt } from '../../alerting/observation/lastObservedAt';
import type { LoadedState } from '../../notify/recovery/loadedState';

/** Whether another instance's check was stored between the two, or that is not known. What was restored is no check. */
export function wasObservedBetween(before: LoadedState, after: LoadedState): boolean {
  const [was, is] = [before, after].map(({ known }) => known && lastObservedAt(known));
  return !was || !is || was.getTime() !== is.getTime();
}
