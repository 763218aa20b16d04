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
 * Since when Redis cannot be read, and since when it refuses writes: each from the first failure after the last success,
 * by `clock`. Of each it logs one line when it begins (one more for each further reason), and one when it is over; of what
 * begins within 10 s of the last one's line, nothing.
 */
export class RedisHealth {
  private readonly reading = new Spell();
  private readonly writing = new Spell();
  private retired = false;

  constructor(
    private readonly clock: Clock,
    private readonly log: Logger,
    private readonly onFailure: (reason: UnavailableReason) => void = () => undefined,
    private readonly role: RedisRole = 'traders',
  ) {}

  /** Redis has answered. */
  succeeded(): void {
    this.end(this.reading, 'is available again');
  }

  /** Redis has taken a write that it refuses when it refuses any. */
  wrote(): void {
    this.end(this.writing, 'accepts writes again');
  }

  /** Why it refused the last write; null where it took it. */
  refusal(): StoreOutage | null {
    const { reason } = this.writing;
    return reason === null ? null : { role: this.role, reason };
  }

  /** Redis has not answered, or not with what was asked for. The error to throw where somebody waits. */
  failed({ reason, detail, isReply = false }: RedisFailure): StateUnavailableError {
    if (!this.retired) this.onFailure(reason);
    const isRefusal = isWriteRefusal(reason);
    // What refuses a write has answered.
    if (isRefusal) this.succeeded();
    const spell = isRefusal ? this.writing : this.reading;
    const { since, isNew } = spell.failed(reason, this.clock.now());
    const error = new StateUnavailableError(reason, since, { detail, isReply, role: this.role });
    if (isNew && !this.retired) this.log.warn({ reason, since }, error.message);
    return error;
  }

  /** Nobody reads any more: what fails from now on is not logged. */
  stop(): void {
    this.retired = true;
  }

  private end(spell: Spell, words: string): void {
    const ended = spell.ended();
    if (ended?.wasLogged) this.log.info({ since: ended.since }, `${serverName(this.role)} ${words}`);
  }
}

/** From a first failure to the next success, and which of its reasons were logged. */
class Spell {
  private since: Date | null = null;
  private last: UnavailableReason | null = null;
  private readonly logged = new Set<UnavailableReason>();
  private quietUntilMs = Number.NEGATIVE_INFINITY;

  get reason(): UnavailableReason | null {
    return this.last;
  }

  failed(reason: UnavailableReason, now: Date): { readonly since: Date; readonly isNew: boolean } {
    const began = this.since === null;
    this.since ??= now;
    this.last = reason;
    const isNew = began
      ? now.getTime() >= this.quietUntilMs
      : this.logged.size > 0 && !this.logged.has(reason);
    if (isNew && began) this.quietUntilMs = now.getTime() + LOG_THROTTLE_MS;
    if (isNew) this.logged.add(reason);
    return { since: this.since, isNew };
  }

  /** Null where nothing was to end. */
  ended(): { readonly since: Date; readonly wasLogged: boolean } | null {
    const { since } = this;
    const wasLogged = this.logged.size > 0;
    this.since = null;
    this.last = null;
    this.logged.clear();
    return since && { since, wasLogged };
  }
}
