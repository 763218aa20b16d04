import type { Clock } from '../../src/lib/clock';

/** A clock that stands still until a test moves it. */
export interface SettableClock extends Clock {
  set(to: Date | string): void;
  /** Moves it on by ms; by a negative number, back. */
  advance(ms: number): void;
}

/** A clock that shows `start`: a Date, or ISO 8601 with a zone. */
export const settableClock = (start: Date | string = '2026-11-22T08:00:00Z'): SettableClock => {
  let now = new Date(start);
  return {
    now: () => new Date(now),
    set: (to) => {
      now = new Date(to);
    },
    advance: (ms) => {
      now = new Date(now.getTime() + ms);
    },
  };
};
