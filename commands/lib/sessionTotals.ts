import { StateUnavailableError } from '../../src/redis/errors';
import type { SessionRef } from '../../src/storage/botStore';
import type { CommandDeps } from '../command';

type TotalDeps = Pick<CommandDeps, 'botStore' | 'log'>;

/** A session's total; and why it could not be stored, so that it has to be given again. */
export interface StoredTotal {
  readonly total: number | null;
  readonly notStored: StateUnavailableError | null;
}

/** Stores the total just given for the session, or loads that of before, or null. */
export async function storeTotal(
  session: SessionRef,
  given: number | null,
  deps: TotalDeps,
): Promise<StoredTotal> {
  if (given === null) return { total: await loadTotal(session, deps), notStored: null };
  try {
    await deps.botStore.rememberTuningTotal(session, given);
    return { total: given, notStored: null };
  } catch (error) {
    return { total: given, notStored: logUnavailable(error, session, 'store', deps) };
  }
}

/** The total stored for the session, or null. */
export async function loadTotal(session: SessionRef, deps: TotalDeps): Promise<number | null> {
  try {
    return await deps.botStore.tuningTotal(session);
  } catch (error) {
    logUnavailable(error, session, 'load', deps);
    return null;
  }
}

/** Where Redis allows the bot the traders' keys but not its own, the requester still gets a response. */
function logUnavailable(
  error: unknown,
  { sessionId, env, mode }: SessionRef,
  what: 'load' | 'store',
  { log }: TotalDeps,
): StateUnavailableError {
  if (!(error instanceof StateUnavailableError)) throw error;
  log.warn({ err: error, sessionId, env, mode }, `failed to ${what} session total`);
  return error;
}
