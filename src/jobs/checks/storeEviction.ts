import type { Logger } from '../../lib/logger';
import type { StoreStatus } from '../../storage/storeStatus';

/** The policy by which the traders' Redis may evict what is stored there; null for none, and where it is not known. Logged once. */
export function storeEviction(
  store: Pick<StoreStatus, 'isSeparate' | 'evictingPolicy'> | undefined,
  log: Logger,
): () => Promise<string | null> {
  let hasWarned = false;
  return async () => {
    if (store === undefined || store.isSeparate) return null;
    const policy = await store.evictingPolicy().catch(() => null);
    if (policy !== null && !hasWarned) log.warn({ policy }, EVICTS);
    hasWarned ||= policy !== null;
    return policy;
  };
}

const EVICTS =
  'Redis evicts keys of any kind when its memory is full, and may evict what the bot keeps: set STORE_REDIS_URL, or its maxmemory-policy to noeviction or volatile-lru';
