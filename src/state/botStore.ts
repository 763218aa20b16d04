import type { Target } from './keys';

/** Which tuning session, whole. */
export interface SessionRef extends Target {
  readonly sessionId: string;
}

/** The bot's own memory, under its own prefix; shared by all copies of the bot when it is in Redis. */
export interface BotStore {
  /** The total a person once gave for this session, or null. Throws StateUnavailableError. */
  tuningTotal(session: SessionRef): Promise<number | null>;
  /** Remembers the total for 90 days after it was last given. Throws StateUnavailableError. */
  rememberTuningTotal(session: SessionRef, total: number): Promise<void>;
}
