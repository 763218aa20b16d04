import type { AlertState, EvaluationResult } from '../../alerting';
import { retryOnConflict } from '../../lib/retryOnConflict';
import type { StateCache } from './stateCache';

/**
 * Stores what is decided from the state as it is then, anew where another instance was faster; `decide` gives null where
 * nothing follows. `not_ready`: no state is known, and nothing is decided. Throws StateUnavailableError.
 */
export const storeDecision = (
  stateCache: Pick<StateCache, 'load' | 'commit'>,
  decide: (known: AlertState) => EvaluationResult | null,
): Promise<'done' | 'conflict' | 'not_ready'> =>
  retryOnConflict(async () => {
    const loaded = await stateCache.load();
    if (loaded.known === null) return 'not_ready';
    const result = decide(loaded.known);
    return result === null || (await stateCache.commit(result, loaded)) ? 'done' : 'conflict';
  });
