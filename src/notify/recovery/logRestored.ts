import type { Logger } from '../../lib/logger';
import type { Loss } from './detectLoss';

/** Logged once the state of version 0.1 is stored anew. */
export const MIGRATED =
  'took over mutes, open incidents and their messages of version 0.1, and discarded the rest of its state';

/** Logs what Redis lost, and was stored again. */
export function logRestored(log: Logger, { state, parts }: Loss): void {
  if (parts !== null) {
    log.warn({ keys: parts.keys }, 'keys lost or damaged; restored from memory, and what waits is looked up');
    return;
  }
  const reason = state === 'committed' ? 'Redis data loss' : 'commit outcome unknown';
  log.warn(`state restored from memory (${reason})`);
}
