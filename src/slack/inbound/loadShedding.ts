import type { Clock } from '../../lib/clock';
import type { Logger } from '../../lib/logger';
import type { InFlight } from './inFlight';

/**
 * So many answers may be in the making at once. One costs the bot 1 to 5 ms of its one thread, so these are made within
 * a tenth of a second, and within Slack's 3 s still where the machine gives it a tenth of a core; and what the alerts
 * wait for meanwhile is no more than that. While Redis hangs, they are what may wait for it. A desk seldom has as many
 * people as that, who would all have to ask at the same moment.
 */
export const MAX_CONCURRENT_REQUESTS = 32;
/** Overload is told to the log this often, in ms, and not for each that is refused. */
const LOG_INTERVAL_MS = 10_000;

export interface LoadShedderOptions {
  readonly clock: Clock;
  readonly log: Logger;
  /** 32 unless given. */
  readonly maxConcurrent?: number;
  /** Hears of each one that is refused. */
  readonly onRejected?: () => void;
}

/** Decides what is begun while much is in flight, before anything is read for it. */
export class LoadShedder {
  private rejected = 0;
  private loggedAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly inFlight: InFlight,
    private readonly deps: LoadShedderOptions,
  ) {}

  /** False when as much as may be is in the making; that is counted and logged. */
  tryAcquire(): boolean {
    const { clock, log, maxConcurrent = MAX_CONCURRENT_REQUESTS, onRejected } = this.deps;
    if (this.inFlight.count < maxConcurrent) return true;
    this.rejected += 1;
    onRejected?.();
    const now = clock.now().getTime();
    if (Math.abs(now - this.loggedAt) >= LOG_INTERVAL_MS) {
      log.warn({ maxConcurrent, rejected: this.rejected }, 'overloaded; rejecting requests');
      this.loggedAt = now;
      this.rejected = 0;
    }
    return false;
  }
}
