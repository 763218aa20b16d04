import { setTimeout as delay } from 'node:timers/promises';

/** The one source of the present time; tests pass their own. */
export interface Clock {
  /** The present instant. */
  now(): Date;
}

/** The machine's clock. */
export const systemClock: Clock = { now: () => new Date() };

/** Resolves after `ms`; rejects with an AbortError when it is cut short. */
export type Sleep = (ms: number, signal?: AbortSignal) => Promise<void>;

/** Sleeps by the machine's clock. */
export const systemSleep: Sleep = (ms, signal) => delay(ms, undefined, signal && { signal });
