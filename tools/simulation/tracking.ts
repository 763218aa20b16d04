import { StateUnavailableError } from '../../src/redis/errors';
import {
  type KeyTracking,
  TrackingLostError,
  type TrackingSubscription,
} from '../../src/redis/tracking/keyInvalidations';
import type { MemoryStore } from '../../src/state/stores/memoryStore';
import type { Prng } from './prng';
import type { Process } from './process';
import type { RedisFaults } from './redis';

/** One for all: it is asked for at every check, and to note where an error comes from is slow. */
const REFUSED = new Error('the simulated Redis tells of no such changes');

/** Real orders and tuning sessions are found by scans here. */
const TRADER_KEY = /:(stats:|metrics:live|portfolio:state|heartbeat:\w+)$/;

/**
 * Client tracking of the traders' keys, as one process has it: it hears of a write some time later, and of none from when its way to
 * Redis was cut while there was something to hear.
 */
export const trackingOver = (
  store: MemoryStore,
  process: Process,
  faults: Pick<RedisFaults, 'away'>,
  prng: Prng,
): KeyTracking => ({
  async track(prefixes, onInvalidate): Promise<TrackingSubscription> {
    if (!prefixes.every((prefix) => TRADER_KEY.test(prefix))) throw REFUSED;
    const unavailable = () => {
      const reason = faults.away();
      return reason === null ? null : new StateUnavailableError(reason, process.clock.now());
    };
    const refusal = unavailable();
    if (refusal !== null) throw refusal;
    const subscription = await store.track(prefixes, (key) => {
      if (!process.isAlive || faults.away() !== null) subscription.stop();
      else process.schedule(prng.between(0.2, 2), () => onInvalidate(key));
    });
    return {
      get isBroken() {
        return subscription.isBroken;
      },
      async sync() {
        const error = unavailable();
        if (error !== null) subscription.stop();
        if (error !== null || subscription.isBroken) throw error ?? new TrackingLostError();
      },
      stop: () => subscription.stop(),
    };
  },
});

export const NO_TRACKING: KeyTracking = { track: () => Promise.reject(REFUSED) };
