import type { Logger } from 'pino';
import type { Clock } from '../clock';
import { StateUnavailableError, type UnavailableReason } from './errors';

/** What a failed read or a lost connection means. `detail` holds no secret. */
export interface Failure {
  readonly reason: UnavailableReason;
  readonly detail: string;
  /** Redis itself said so, in reply to a command. */
  readonly isReply?: boolean;
}

/** A Redis that comes and goes every second is not worth two lines a second. */
const QUIET_MS = 10_000;

/**
 * Since when the state cannot be read: from the first failure after the last success, by `clock`. Logs one line when
 * it goes away (one more for each further reason), and one when it is back; of an outage that begins within 10 s of
 * the last one's line, nothing.
 */
export class Availability {
  private since: Date | null = null;
  private readonly logged = new Set<UnavailableReason>();
  private quietUntilMs = Number.NEGATIVE_INFINITY;
  private retired = false;

  constructor(
    private readonly clock: Clock,
    private readonly log: Logger,
    private readonly onFailure: (reason: UnavailableReason) => void = () => undefined,
  ) {}

  /** Redis has answered. */
  succeeded(): void {
    if (this.since === null) return;
    if (this.logged.size > 0) this.log.info({ since: this.since }, 'Redis can be read again');
    this.logged.clear();
    this.since = null;
  }

  /** Redis has not answered, or not with what was asked for. The error to throw where somebody waits. */
  failed({ reason, detail, isReply = false }: Failure): StateUnavailableError {
    if (!this.retired) this.onFailure(reason);
    const began = this.since === null;
    this.since ??= this.clock.now();
    const error = new StateUnavailableError(reason, this.since, { detail, isReply });
    if (this.isNews(reason, began)) {
      this.logged.add(reason);
      this.log.warn({ reason, since: this.since }, error.message);
    }
    return error;
  }

  /** Nobody reads any more: what fails from now on is not logged. */
  retire(): void {
    this.retired = true;
  }

  private isNews(reason: UnavailableReason, began: boolean): boolean {
    if (this.retired) return false;
    if (!began) return this.logged.size > 0 && !this.logged.has(reason);
    const nowMs = this.clock.now().getTime();
    if (nowMs < this.quietUntilMs) return false;
    this.quietUntilMs = nowMs + QUIET_MS;
    return true;
  }
}
