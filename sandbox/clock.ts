import { type Clock, systemClock } from '../src/lib/clock';

/** A clock of ms since the epoch that never steps back. */
export const clockOf = (nowMs: () => number): Clock => ({
  now: () => new Date(nowMs()),
  monotonicMs: nowMs,
});

/** A clock that can also call back; `after` returns a function that cancels. */
export interface TimerClock extends Clock {
  /** Calls back once, `ms` milliseconds from now. */
  after(ms: number, callback: () => void): () => void;
}

/** A clock that stands still until it is told to move on. */
export interface ManualClock extends TimerClock {
  /** Moves on by `ms` milliseconds and calls back whatever falls due, in order. */
  advance(ms: number): void;
}

/** A clock with timers: its own where it has them, else the machine's. */
export function withTimers(clock: Clock | TimerClock = systemClock): TimerClock {
  if ('after' in clock) return clock;
  return {
    now: () => clock.now(),
    monotonicMs: () => clock.monotonicMs(),
    after(ms, callback) {
      const timer = setTimeout(callback, ms);
      return () => clearTimeout(timer);
    },
  };
}

/**
 * A clock for tests in which three seconds or thirty minutes pass at once.
 * It starts at the machine's present time, because signatures of requests are checked against that.
 */
export function createManualClock(start: Date = systemClock.now()): ManualClock {
  let nowMs = start.getTime();
  const due = new Map<symbol, { atMs: number; callback: () => void }>();
  return {
    ...clockOf(() => nowMs),
    after(ms, callback) {
      const key = Symbol('timer');
      due.set(key, { atMs: nowMs + ms, callback });
      return () => due.delete(key);
    },
    advance(ms) {
      const untilMs = nowMs + ms;
      for (;;) {
        const [next] = [...due]
          .filter(([, timer]) => timer.atMs <= untilMs)
          .sort((a, b) => a[1].atMs - b[1].atMs);
        if (next === undefined) break;
        const [key, timer] = next;
        due.delete(key);
        nowMs = timer.atMs;
        timer.callback();
      }
      nowMs = untilMs;
    },
  };
}

/** A clock whose outstanding timers can all be dropped at once, so that stopping leaves nothing behind. */
export interface Timers extends TimerClock {
  cancelAll(): void;
}

/** Wraps a clock so that its timers can be dropped together. */
export function timersOf(clock: TimerClock): Timers {
  const cancels = new Set<() => void>();
  return {
    now: () => clock.now(),
    monotonicMs: () => clock.monotonicMs(),
    after(ms, callback) {
      const cancel = clock.after(ms, () => {
        cancels.delete(cancel);
        callback();
      });
      cancels.add(cancel);
      return () => {
        cancels.delete(cancel);
        cancel();
      };
    },
    cancelAll() {
      for (const cancel of cancels) cancel();
      cancels.clear();
    },
  };
}
