import { StateUnavailableError } from '../../src/redis/errors';
import type { SessionName } from '../../src/storage/botStore';
import type { CommandDeps } from '../command';

/** What sessions are called; nothing where Redis allows the bot the traders' keys but not its own. */
export async function loadNames({
  botStore,
  log,
}: Pick<CommandDeps, 'botStore' | 'log'>): Promise<ReadonlyMap<string, SessionName>> {
  try {
    return await botStore.sessionNames();
  } catch (error) {
    if (!(error instanceof StateUnavailableError)) throw error;
    log.warn({ err: error }, 'failed to load session names');
    return new Map();
  }
}
