import type { AlertSettings, AlertState } from '../../alerting';
import { nextChange } from '../../alerting/deadlines/nextChange';
import type { Clock } from '../../lib/clock';
import { type DueCheck, NEVER } from './checkLoop';

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
  private next: DueCheck = NEVER;

  constructor(private readonly deps: DeadlineClockDeps) {}

  /** What is due next by time alone. */
  due(): DueCheck {
    const { clock } = this.deps;
    const [state, settings] = [this.deps.known(), this.deps.settings()];
    if (state === this.of && settings === this.by) return this.next;
    [this.of, this.by] = [state, settings];
    const change = state && nextChange(state, settings);
    const inMs = change && change.at.getTime() - clock.now().getTime() + SETTLE_MS;
    this.next = change && inMs !== null ? { atMs: clock.monotonicMs() + inMs, scope: change.only } : NEVER;
    return this.next;
  }
}
