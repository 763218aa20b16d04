import { type FailedPage, pageFailed } from '../../alerting/escalation/escalateDue';
import type { AlertSettings } from '../../alerting/types';
import type { Clock } from '../../lib/clock';
import type { Logger } from '../../lib/logger';
import { retryOnConflict } from '../../lib/retryOnConflict';
import { StateUnavailableError } from '../../redis/errors';
import type { StateCache } from '../recovery/stateCache';

export interface PageFailureDeps {
  readonly stateCache: StateCache;
  /** Looks at once for what was committed. */
  readonly wake: () => void;
  readonly clock: Clock;
  readonly log: Logger;
  readonly settings: AlertSettings;
}

/** Stores that a page failed, and the next step; false where that could not be stored now. Never rejects. */
export const pageFailureHandler =
  ({ stateCache, wake, clock, log, settings }: PageFailureDeps) =>
  async (failed: FailedPage): Promise<boolean> => {
    try {
      const outcome = await retryOnConflict(async () => {
        const loaded = await stateCache.load();
        if (loaded.known === null) return 'unknown';
        const result = pageFailed(loaded.known, failed, clock.now(), settings);
        return (await stateCache.commit(result, loaded)) ? 'stored' : 'conflict';
      });
      wake();
      return outcome === 'stored';
    } catch (error) {
      if (!(error instanceof StateUnavailableError))
        log.error({ err: error, notification: failed.id }, 'failed to store that a page failed');
      return false;
    }
  };
