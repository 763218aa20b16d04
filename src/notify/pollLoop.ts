import { type Sleep, systemSleep } from '../lib/clock';

/** Cheaper than the error that is created if no reason is given. */
const WAKE_REASON = 'there is something to do';

/** Runs a task repeatedly, one run at a time; the wait between two runs can be cut short. */
export class PollLoop {
  private running: Promise<void> | null = null;
  private waiting = new AbortController();
  private wakeRequested = false;
  private stopped = false;

  /** `tick` resolves to the wait before the next run, in ms, and never rejects. */
  constructor(
    private readonly tick: () => Promise<number>,
    private readonly sleep: Sleep = systemSleep,
  ) {}

  start(): void {
    this.running ??= this.run();
  }

  /** Runs the task now, or right after the current run. */
  wake(): void {
    this.wakeRequested = true;
    this.waiting.abort(WAKE_REASON);
  }

  /** Resolves to true once it is no longer done, or to false after `limitMs`. */
  async stop(limitMs: number): Promise<boolean> {
    this.stopped = true;
    this.wake();
    if (this.running === null) return true;
    const limit = new AbortController();
    const late = this.sleep(limitMs, limit.signal)
      .catch(() => undefined)
      .then(() => false);
    const ended = await Promise.race([this.running.then(() => true), late]);
    limit.abort();
    return ended;
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      this.wakeRequested = false;
      const waitMs = await this.tick();
      this.waiting = new AbortController();
      if (this.wakeRequested) continue;
      await this.sleep(waitMs, this.waiting.signal).catch(() => undefined);
    }
  }
}
