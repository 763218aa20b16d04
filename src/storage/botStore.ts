import type { Env, Mode } from '../state/keys';
import type { BalanceNote } from './balanceNotes';

/** Which tuning session, whole. */
export interface SessionRef {
  readonly sessionId: string;
  readonly env: Env;
  /** Null where nothing but jobs is known of it, and none tells its mode. */
  readonly mode: Mode | null;
}

/** What somebody calls a tuning session, beside its id. */
export interface SessionName {
  readonly name: string;
  /** The Slack id of who named it. */
  readonly userId: string;
  readonly at: Date;
}

/** The bot's own memory, under its own prefix; shared by all instances of the bot when it is in Redis. */
export interface BotStore {
  /** The total a person once gave for this session, or null. Throws StateUnavailableError. */
  tuningTotal(session: SessionRef): Promise<number | null>;
  /** Remembers the total for 90 days after it was last given. Throws StateUnavailableError. */
  rememberTuningTotal(session: SessionRef, total: number): Promise<void>;
  /** What sessions are called, by `nameField`. Throws StateUnavailableError. */
  sessionNames(): Promise<ReadonlyMap<string, SessionName>>;
  /**
   * Names the session, or takes its name away (null), and keeps that until it is changed; false where its name is another
   * than `before` by now. Throws StateUnavailableError.
   */
  nameSession(session: SessionRef, before: SessionName | null, name: SessionName | null): Promise<boolean>;
  /** Every deposit and withdrawal that was noted, the oldest first. Throws StateUnavailableError. */
  balanceNotes(): Promise<readonly BalanceNote[]>;
  /** Keeps it until it is removed. Throws StateUnavailableError. */
  addBalanceNote(note: BalanceNote): Promise<void>;
  /** Whether there was one of that id. Throws StateUnavailableError. */
  removeBalanceNote(id: string): Promise<boolean>;
  /** What people set for themselves, as text, by Slack user id. Throws StateUnavailableError. */
  people(): Promise<ReadonlyMap<string, string>>;
  /** Replaces one person's, null being none; false where something else than `before` is stored. Throws StateUnavailableError. */
  replacePerson(userId: string, before: string | null, after: string | null): Promise<boolean>;
  /**
   * Notes for ten minutes that a request came; true when no instance of the bot has noted it before. `id` may be any text:
   * only a digest of it is kept. Throws StateUnavailableError.
   */
  markRequestSeen(id: string): Promise<boolean>;
}
