import { setTimeout as delay } from 'node:timers/promises';

/** The one source of the present time; tests pass their own. */
export interface Clock {
  /** The present instant by the machine's clock, which may be set back: for what is shown or shared. */
  now(): Date;
  /** Ms since some moment in the past; never steps back. For intervals within this process. */
  monotonicMs(): number;
}

export const systemClock: Clock = { now: () => new Date(), monotonicMs: () => performance.now() };

/** Resolves after `ms`; rejects with an AbortError when it is cut short. */
export type Sleep = (ms: number, signal?: AbortSignal) => Promise<void>;

/** Sleeps by the machine's clock. */
export const systemSleep: Sleep = (ms, signal) => delay(ms, undefined, signal && { signal });

/** Waits for work to end, at most `limitMs`; true when it has. What it rejects with is nobody's any more. */
export async function endsWithin(
  work: Promise<unknown>,
  limitMs: number,
  sleep: Sleep = systemSleep,
): Promise<boolean> {
  const limit = new AbortController();
  const ended = work.then(
    () => true,
    () => true,
  );
  const late = sleep(limitMs, limit.signal).then(
    () => false,
    () => false,
  );
  const isDone = await Promise.race([ended, late]);
  limit.abort('it has ended');
  return isDone;
}
