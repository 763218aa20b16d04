import type { AlertSettings, AlertState } from '../../alerting';
import { nextChangeAt } from '../../alerting/deadlines/nextChange';
import type { Clock } from '../../lib/clock';

export interface DeadlineClockDeps {
  /** What is known now; another object whenever it is something else. */
  readonly known: () => AlertState | null;
  /** Another object whenever they are others. */
  readonly settings: () => AlertSettings;
  readonly clock: Clock;
}

/** What is read so much later, in ms, is certainly read after the deadline, though the machine's clock is being adjusted. */
const SETTLE_MS = 10;

/** Tells when the next check is due by time alone. An instant is waited for by the monotonic clock: the other may be set. */
export class DeadlineClock {
  private of: AlertState | null = null;
  private by: AlertSettings | null = null;
  private dueMs = Number.POSITIVE_INFINITY;

  constructor(private readonly deps: DeadlineClockDeps) {}

  /** In ms by the monotonic clock; Infinity where nothing is due by time alone. */
  atMs(): number {
    const { clock } = this.deps;
    const [state, settings] = [this.deps.known(), this.deps.settings()];
    if (state === this.of && settings === this.by) return this.dueMs;
    [this.of, this.by] = [state, settings];
    const at = state && nextChangeAt(state, settings);
    this.dueMs =
      at === null
        ? Number.POSITIVE_INFINITY
        : clock.monotonicMs() + at.getTime() - clock.now().getTime() + SETTLE_MS;
    return this.dueMs;
  }
}
