import { StateUnavailableError } from '../redis/errors';
import type { Stores } from '../storage/connect';

interface Ready {
  readonly ready: boolean;
  readonly detail: string;
}

/**
 * Whether the traders' Redis answers and, as `store`, the bot's own where it has one. Strangers may ask; the log has the
 * rest. A Redis that refuses writes is not ready where something must be stored.
 */
export async function redisReadiness(
  { store, storeStatus }: Pick<Stores, 'store' | 'storeStatus'>,
  { mustStore }: { readonly mustStore: boolean },
): Promise<{ readonly redis: Ready; readonly store?: Ready }> {
  const canStore = () => storability(storeStatus, mustStore);
  if (!storeStatus.isSeparate) return { redis: await readiness(store, 'Redis answers', canStore) };
  const [redis, own] = await Promise.all([
    readiness(store, 'Redis answers'),
    readiness(storeStatus, "arbwatch's store answers", canStore),
  ]);
  return { redis, store: own };
}

async function readiness(
  redis: { ping(): Promise<void> },
  answers: string,
  further: () => Promise<Ready | null> = async () => null,
): Promise<Ready> {
  try {
    await redis.ping();
    const more = await further();
    if (more === null) return { ready: true, detail: answers };
    return { ready: more.ready, detail: more.ready ? `${answers}; ${more.detail}` : more.detail };
  } catch (error) {
    return { ready: false, detail: inPublic(error) };
  }
}

/** What keeps it from storing, or may lose what it stored; null for nothing. */
async function storability(store: Stores['storeStatus'], mustStore: boolean): Promise<Ready | null> {
  try {
    await store.tryWrite();
    const policy = mustStore && !store.isSeparate ? await store.evictingPolicy() : null;
    return policy === null ? null : { ready: true, detail: evictionWords(policy) };
  } catch (error) {
    return { ready: !mustStore, detail: inPublic(error) };
  }
}

const evictionWords = (policy: string): string =>
  `it may evict what arbwatch keeps there (maxmemory-policy ${policy})`;

const inPublic = (error: unknown): string =>
  error instanceof StateUnavailableError ? error.inPublic : 'Redis could not be asked';
