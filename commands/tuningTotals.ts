import type { SessionRef } from '../src/state/botStore';
import { StateUnavailableError } from '../src/state/errors';
import type { CommandDeps } from './command';

/** The total just given, remembered for the session; or the one remembered from before, or null. */
export async function rememberedTotal(
  session: SessionRef,
  given: number | null,
  { botStore, log }: Pick<CommandDeps, 'botStore' | 'log'>,
): Promise<number | null> {
  if (given === null) return botStore.tuningTotal(session);
  try {
    await botStore.rememberTuningTotal(session, given);
  } catch (error) {
    // A Redis that may be read but not written still gets its reader an answer.
    if (!(error instanceof StateUnavailableError)) throw error;
    log.warn({ err: error, session }, 'the total of a tuning session could not be remembered');
  }
  return given;
}
