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

/** A failure that may come later, or never; nobody has to wait for it. */
export function lateFailure(): { readonly failed: Promise<never>; readonly fail: (error: Error) => void } {
  let fail: (error: Error) => void = () => undefined;
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  failed.catch(() => undefined);
  return { failed, fail };
}
