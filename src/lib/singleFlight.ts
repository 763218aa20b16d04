/**
 * Runs one piece of work at a time, however many callers there are: several at once would be no faster, and each holds
 * what it has read so far in memory. Callers with the same key share the next run, which starts after they called; not
 * the one in flight, which may have read past what was written before they called.
 */
export class SingleFlight<T> {
  private last: Promise<unknown> = Promise.resolve();
  private readonly waiting = new Map<string, Flight<T>>();

  /**
   * The result of a run of `work` that starts after this call; rejects as `work` does. Its signal aborts once every
   * caller's `signal` has.
   */
  run(key: string, work: (signal: AbortSignal) => Promise<T>, signal?: AbortSignal): Promise<T> {
    const flight = this.waiting.get(key) ?? this.schedule(key, work);
    flight.waiters.add(signal);
    return flight.result;
  }

  private schedule(key: string, work: (signal: AbortSignal) => Promise<T>): Flight<T> {
    const waiters = new Waiters();
    const result = this.last.then(() => {
      this.waiting.delete(key);
      waiters.abandoned.throwIfAborted();
      return work(waiters.abandoned);
    });
    const flight = { waiters, result };
    this.waiting.set(key, flight);
    this.last = result.catch(() => undefined);
    return flight;
  }
}

interface Flight<T> {
  readonly waiters: Waiters;
  readonly result: Promise<T>;
}

class Waiters {
  private count = 0;
  private readonly all = new AbortController();

  /** Aborts when the last waiter has given up, with its reason. */
  get abandoned(): AbortSignal {
    return this.all.signal;
  }

  /** A waiter without a signal never gives up. */
  add(signal: AbortSignal | undefined): void {
    this.count += 1;
    signal?.addEventListener(
      'abort',
      () => {
        this.count -= 1;
        if (this.count === 0) this.all.abort(signal.reason);
      },
      { once: true },
    );
  }
}
