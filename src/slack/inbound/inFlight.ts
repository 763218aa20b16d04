import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '../../lib/logger';

/**
 * One response costs the bot 1 to 5 ms of its one thread, so that many are made within a tenth of a second, and within
 * Slack's 3 s still on a tenth of a core; alerts wait no longer. While Redis hangs, so many requests may wait for it.
 */
export const MAX_CONCURRENT_REQUESTS = 32;

/** Overload is logged this often, in ms, and not for each rejected request. */
const LOG_INTERVAL_MS = 10_000;

export interface LoadOptions {
  readonly log: Logger;
  /** MAX_CONCURRENT_REQUESTS unless given. */
  readonly maxConcurrent?: number;
  /** Called for each rejected request. */
  readonly onRejected?: () => void;
}

/** The requests that have been started and not yet responded to; sheds load beyond `maxConcurrent`. */
export class InFlightRequests {
  private readonly running = new Set<Promise<unknown>>();
  private rejected = 0;
  private isQuiet = false;

  constructor(private readonly options: LoadOptions) {}

  /** False when no further request may start; that is counted and logged. */
  hasCapacity(): boolean {
    const { log, maxConcurrent = MAX_CONCURRENT_REQUESTS, onRejected } = this.options;
    if (this.running.size < maxConcurrent) return true;
    this.rejected += 1;
    onRejected?.();
    if (this.isQuiet) return false;
    log.warn({ maxConcurrent, rejected: this.rejected }, 'overloaded; rejecting requests');
    this.rejected = 0;
    this.isQuiet = true;
    setTimeout(() => {
      this.isQuiet = false;
    }, LOG_INTERVAL_MS).unref();
    return false;
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
