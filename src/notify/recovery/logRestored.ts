import type { Logger } from '../../lib/logger';
import type { Generations } from '../../storage/alertStore';
import type { Loss } from './detectLoss';

/** Logged when a decision is kept here, and once the store has all that was. */
export const LOCAL = 'the store takes no writes: alerts go on from the memory of this instance';
export const STORED = 'the store takes writes again, and has what was decided meanwhile';
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

const REPAIRED = 'keys lost or damaged; what waits is looked up before it is sent';

/** Logs which of these the store itself has repaired: what waits without them is looked up before it is sent. */
export function logRepaired(log: Logger, before: Generations | null, now: Generations | null): void {
  const keys = (['retries', 'leases'] as const).filter(
    (part) => before && now && before[part] !== null && before[part] !== now[part],
  );
  if (keys.length > 0) log.warn({ keys }, REPAIRED);
}
