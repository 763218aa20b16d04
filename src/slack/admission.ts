import type { Clock } from '../clock';
import type { Logger } from '../logger';
import type { InFlight } from './inFlight';

/**
 * So many answers may be in the making at once. One costs the bot a ms or two when Redis is well, so a hundred are made
 * long before Slack's 3 s are over, and the alerts, which wait for the same thread, are not kept by more than that. When
 * Redis hangs they are what piles up within its time-out; each may hold a message of some kilobytes.
 */
const AT_ONCE = 100;
/** Overload is told to the log this often, in ms, and not for each that is refused. */
const TELL_EVERY_MS = 10_000;

export interface AdmissionDeps {
  readonly clock: Clock;
  readonly log: Logger;
  /** 100 unless given. */
  readonly atOnce?: number;
  /** Hears of each one that is refused. */
  readonly onRefused?: () => void;
}

/** Decides what is begun while much is in flight, before anything is read for it. */
export class Admission {
  private refused = 0;
  private toldAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly inFlight: InFlight,
    private readonly deps: AdmissionDeps,
  ) {}

  /** False when as much as may be is in the making; that is counted and logged. */
  admits(): boolean {
    const { clock, log, atOnce = AT_ONCE, onRefused } = this.deps;
    if (this.inFlight.count < atOnce) return true;
    this.refused += 1;
    onRefused?.();
    const now = clock.now().getTime();
    if (Math.abs(now - this.toldAt) >= TELL_EVERY_MS) {
      log.warn({ atOnce, refused: this.refused }, 'too much is asked at once; some of it is refused');
      this.toldAt = now;
      this.refused = 0;
    }
    return false;
  }
}
