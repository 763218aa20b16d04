import { setTimeout as delay } from 'node:timers/promises';

/** The work that has begun and is not yet done. */
export class InFlight {
  private readonly running = new Set<Promise<unknown>>();

  get count(): number {
    return this.running.size;
  }

  /** Counts the work as in flight until it settles. */
  track<T>(work: Promise<T>): Promise<T> {
    this.running.add(work);
    const done = () => this.running.delete(work);
    work.then(done, done);
    return work;
  }

  /** Resolves to true when nothing is in flight, or to false after `limitMs`. */
  async idle(limitMs: number): Promise<boolean> {
    const abandon = new AbortController();
    const limit = delay(limitMs, false, { signal: abandon.signal }).catch(() => false);
    const done = await Promise.race([this.allSettled(), limit]);
    abandon.abort();
    return done;
  }

  private async allSettled(): Promise<boolean> {
    while (this.running.size > 0) await Promise.allSettled(this.running);
    return true;
  }
}
