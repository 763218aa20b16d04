import type { Logger } from 'pino';
import type { Clock } from '../lib/clock';
import {
  isWriteRefusal,
  type RedisRole,
  StateUnavailableError,
  type StoreOutage,
  serverName,
  type UnavailableReason,
} from './errors';

/** What a failed command or a lost connection means. `detail` holds no secret. */
export interface RedisFailure {
  readonly reason: UnavailableReason;
  readonly detail: string;
  /** Redis itself said so, in reply to a command. */
  readonly isReply?: boolean;
}

/** A Redis that comes and goes every second is not worth two lines a second. */
const LOG_THROTTLE_MS = 10_000;

/**
 * Since when Redis cannot be read, and since when it refuses writes: each from the first failure after the last success.
 * Logs one line when such an outage begins, one for each further reason, and one when it is over; nothing of an outage
 * that begins within 10 s of the last one's first line.
 */
export class RedisHealth {
  private readonly reads = new Outage();
  private readonly writes = new Outage();
  private stopped = false;

  constructor(
    private readonly clock: Clock,
    private readonly log: Logger,
    private readonly onFailure: (reason: UnavailableReason) => void = () => undefined,
    private readonly role: RedisRole = 'traders',
  ) {}

  /** Redis has answered. */
  succeeded(): void {
    this.end(this.reads, 'is available again');
  }

  /** Redis has taken a write that it refuses when it refuses any. */
  wrote(): void {
    this.end(this.writes, 'accepts writes again');
  }

  /** Why it refused the last write; null where it took it. */
  refusal(): StoreOutage | null {
    const { reason } = this.writes;
    return reason === null ? null : { role: this.role, reason };
  }

  /** Redis has not answered, or with an error. Returns the error to throw. */
  failed({ reason, detail, isReply = false }: RedisFailure): StateUnavailableError {
    if (!this.stopped) this.onFailure(reason);
    const isRefusal = isWriteRefusal(reason);
    // What refuses a write has answered.
    if (isRefusal) this.succeeded();
    const outage = isRefusal ? this.writes : this.reads;
    const { since, shouldLog } = outage.fail(reason, this.clock);
    const error = new StateUnavailableError(reason, since, { detail, isReply, role: this.role });
    if (shouldLog && !this.stopped) this.log.warn({ reason, since }, error.message);
    return error;
  }

  /** Failures from now on are not logged, since nobody reads any more. */
  stop(): void {
    this.stopped = true;
  }

  private end(outage: Outage, what: string): void {
    const ended = outage.end();
    if (ended?.wasLogged) this.log.info({ since: ended.since }, `${serverName(this.role)} ${what}`);
  }
}

/** From a first failure to the next success, and which of its reasons were logged. */
class Outage {
  private since: Date | null = null;
  private lastReason: UnavailableReason | null = null;
  private readonly logged = new Set<UnavailableReason>();
  private quietUntilMs = Number.NEGATIVE_INFINITY;

  get reason(): UnavailableReason | null {
    return this.lastReason;
  }

  fail(reason: UnavailableReason, clock: Clock): { readonly since: Date; readonly shouldLog: boolean } {
    const isFirst = this.since === null;
    this.since ??= clock.now();
    this.lastReason = reason;
    const nowMs = clock.monotonicMs();
    const shouldLog = isFirst ? nowMs >= this.quietUntilMs : this.logged.size > 0 && !this.logged.has(reason);
    if (shouldLog && isFirst) this.quietUntilMs = nowMs + LOG_THROTTLE_MS;
    if (shouldLog) this.logged.add(reason);
    return { since: this.since, shouldLog };
  }

  /** Null where there was no outage. */
  end(): { readonly since: Date; readonly wasLogged: boolean } | null {
    const { since } = this;
    const wasLogged = this.logged.size > 0;
    this.since = null;
    this.lastReason = null;
    this.logged.clear();
    return since && { since, wasLogged };
  }
}
