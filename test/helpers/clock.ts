import type { Clock } from '../../src/lib/clock';

/** A clock that stands still until a test moves it. */
export interface SettableClock extends Clock {
  set(to: Date | string): void;
  /** Moves it on by ms; by a negative number, back: then only the wall clock steps back. */
  advance(ms: number): void;
}

/** A clock that shows `start`: a Date, or ISO 8601 with a zone. */
export const settableClock = (start: Date | string = '2026-11-22T08:00:00Z'): SettableClock => {
  let now = new Date(start);
  let passedMs = 0;
  const set = (to: Date | string): void => {
    passedMs += Math.max(0, new Date(to).getTime() - now.getTime());
    now = new Date(to);
  };
  return {
    now: () => new Date(now),
    monotonicMs: () => passedMs,
    set,
    advance: (ms) => set(new Date(now.getTime() + ms)),
  };
};
