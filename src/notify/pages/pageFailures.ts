import { type FailedPage, pageFailed } from '../../alerting/escalation/escalateDue';
import type { AlertState } from '../../alerting/state/alertState';
import type { AlertSettings } from '../../alerting/types';
import type { Clock } from '../../lib/clock';
import type { Logger } from '../../lib/logger';
import { StateUnavailableError } from '../../redis/errors';
import { storeOutageOf } from '../outage/storeOutage';
import type { StateCache } from '../recovery/stateCache';
import { storeDecision } from '../recovery/storeDecision';

export interface PageFailureDeps {
  readonly stateCache: StateCache;
  /** Looks at once for what was committed. */
  readonly wake: () => void;
  readonly clock: Clock;
  readonly log: Logger;
  readonly settings: () => AlertSettings;
}

/** Stores that a page failed, and the next step, or keeps that here; false where it can do neither now. Never rejects. */
export const pageFailureHandler =
  ({ stateCache, wake, clock, log, settings }: PageFailureDeps) =>
  async (failed: FailedPage): Promise<boolean> => {
    const decide = (known: AlertState) => pageFailed(known, failed, clock.now(), settings());
    try {
      const outcome = await storeDecision(stateCache, decide);
      wake();
      return outcome === 'done';
    } catch (error) {
      if (storeOutageOf(error) !== null && stateCache.decideLocally(decide, clock.now())) {
        wake();
        return true;
      }
      if (!(error instanceof StateUnavailableError))
        log.error({ err: error, notification: failed.id }, 'failed to store that a page failed');
      return false;
    }
  };
