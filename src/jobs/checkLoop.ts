import { type Sleep, systemSleep } from '../lib/clock';
import type { Logger } from '../lib/logger';

export interface CheckLoopDeps {
  /** One check; the loop goes on whatever becomes of it. */
  readonly check: () => Promise<unknown>;
  /** The interval, in ms; asked before each check. */
  readonly everyMs: () => number;
  readonly log: Logger;
  readonly sleep?: Sleep;
}

/** Checks at an interval, never twice at a time, until it is stopped. */
export class CheckLoop {
  private readonly stopping = new AbortController();
  private waiting = new AbortController();
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly deps: CheckLoopDeps) {}

  start(): void {
    this.running = this.run();
  }

  /** Checks at once, or as soon as the check under way has ended: the interval may have changed. */
  wake(): void {
    this.waiting.abort();
  }

  /** Resolves when the check under way has ended. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.waiting.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    const { check, everyMs, log, sleep = systemSleep } = this.deps;
    const { signal } = this.stopping;
    while (!signal.aborted) {
      this.waiting = new AbortController();
      const interval = sleep(everyMs(), this.waiting.signal).catch(() => null);
      try {
        await check();
      } catch (error) {
        log.error({ err: error }, 'check failed');
      }
      await interval;
    }
  }
}
