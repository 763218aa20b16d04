import { clockOf } from '../../sandbox/clock';
import { type Clock, type Sleep, systemClock, systemSleep } from '../../src/lib/clock';

/** Time that passes so many times as fast, from an instant on. */
export interface FastTime {
  /** ms since the epoch. */
  readonly fromMs: number;
  readonly compression: number;
}

export const fastClock = ({ fromMs, compression }: FastTime): Clock =>
  clockOf(() => fromMs + (systemClock.now().getTime() - fromMs) * compression);

/** Sleeps as long as it takes that clock to pass `ms`. */
export const fastSleep =
  ({ compression }: FastTime): Sleep =>
  (ms, signal) =>
    systemSleep(ms / compression, signal);
