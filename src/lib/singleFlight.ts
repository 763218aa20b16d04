/**
 * Does one long piece of reading at a time, however many ask: several at once would be no sooner done, and each holds
 * what it has found so far in memory. Those who ask for the same share the next one that begins; not the one under way,
 * which may have gone past what was written before they asked.
 */
export class SingleFlight<T> {
  private last: Promise<unknown> = Promise.resolve();
  private readonly waiting = new Map<string, Flight<T>>();

  /**
   * What `read` gives, begun after this was called. Rejects as it does. Its signal comes when everybody who waits for
   * the pass has given up.
   */
  of(what: string, read: (signal: AbortSignal) => Promise<T>, asker?: AbortSignal): Promise<T> {
    const pass = this.waiting.get(what) ?? this.begin(what, read);
    pass.askers.join(asker);
    return pass.result;
  }

  private begin(what: string, read: (signal: AbortSignal) => Promise<T>): Flight<T> {
    const askers = new Waiters();
    const result = this.last.then(() => {
      this.waiting.delete(what);
      askers.gone.throwIfAborted();
      return read(askers.gone);
    });
    const pass = { askers, result };
    this.waiting.set(what, pass);
    this.last = result.catch(() => undefined);
    return pass;
  }
}

interface Flight<T> {
  readonly askers: Waiters;
  readonly result: Promise<T>;
}

/** Those who wait for one pass. */
class Waiters {
  private count = 0;
  private readonly all = new AbortController();

  /** Comes when the last of them has given up, with that one's reason. */
  get gone(): AbortSignal {
    return this.all.signal;
  }

  /** One without a signal never gives up. */
  join(asker: AbortSignal | undefined): void {
    this.count += 1;
    asker?.addEventListener(
      'abort',
      () => {
        this.count -= 1;
        if (this.count === 0) this.all.abort(asker.reason);
      },
      { once: true },
    );
  }
}
