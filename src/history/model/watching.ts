import type { Clock } from '../../lib/clock';

/** What history must know of the checks to tell what was missed. */
export interface WatchSettings {
  /** After so long without a check, in ms, one was missed. */
  readonly missedAfterMs: number;
  readonly clock: Clock;
}
