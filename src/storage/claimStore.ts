import type { Logger } from '../lib/logger';
import { StateUnavailableError } from '../redis/errors';
import type { StoreStatus } from './storeStatus';

/** Claims the store; one that is away is claimed before its first use. Throws ForeignStoreError. */
export async function claimStore(store: Pick<StoreStatus, 'claim'>, log: Logger): Promise<void> {
  try {
    await store.claim();
  } catch (error) {
    if (!(error instanceof StateUnavailableError)) throw error;
    log.warn({ err: error }, 'store owner not verified yet; checking before first use');
  }
}
