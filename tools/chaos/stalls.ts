import { performance } from 'node:perf_hooks';

const EVERY_MS = 100;

/** How long this process did not get to run, by its own timer: what the lab sees then is not what happened. */
export class Stalls {
  private longest = 0;
  private last = performance.now();
  private readonly timer = setInterval(() => {
    const now = performance.now();
    this.longest = Math.max(this.longest, now - this.last - EVERY_MS);
    this.last = now;
  }, EVERY_MS);

  /** The longest, in ms. */
  get longestMs(): number {
    return Math.max(this.longest, performance.now() - this.last - EVERY_MS);
  }

  stop(): void {
    clearInterval(this.timer);
  }
}
