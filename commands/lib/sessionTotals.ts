import { StateUnavailableError } from '../../src/redis/errors';
import type { SessionRef } from '../../src/storage/botStore';
import type { CommandDeps } from '../command';

type Memory = Pick<CommandDeps, 'botStore' | 'log'>;

/** A session's total; and why it could not be stored, so that it will have to be given again. */
export interface Total {
  readonly total: number | null;
  readonly notStored: StateUnavailableError | null;
}

/** The total just given, remembered for the session; or the one remembered from before, or null. */
export async function storeTotal(session: SessionRef, given: number | null, memory: Memory): Promise<Total> {
  if (given === null) return { total: await loadTotal(session, memory), notStored: null };
  const storing = memory.botStore.rememberTuningTotal(session, given).then(() => null);
  const notStored = await storing.catch((error: unknown) =>
    logUnavailable(error, session, 'be remembered', memory),
  );
  return { total: given, notStored };
}

/** The total remembered for the session, or null. */
export const loadTotal = (session: SessionRef, memory: Memory): Promise<number | null> =>
  memory.botStore.tuningTotal(session).catch((error: unknown) => {
    logUnavailable(error, session, 'be read', memory);
    return null;
  });

/** A Redis that lets the bot read the traders' keys but not write, or not read its own, still gets its reader an answer. */
function logUnavailable(
  error: unknown,
  session: SessionRef,
  what: string,
  { log }: Memory,
): StateUnavailableError {
  if (!(error instanceof StateUnavailableError)) throw error;
  const { sessionId, env, mode } = session;
  log.warn({ err: error, sessionId, env, mode }, `the total of a tuning session could not ${what}`);
  return error;
}
