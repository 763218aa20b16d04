import type { Clock } from '../lib/clock';
import type { StoreOutage } from '../redis/errors';
import { evictionOf, type InfoSource, mayEvictAnyKey } from '../redis/eviction';

/** Status of the Redis that stores the bot's data. */
export interface StoreStatus {
  /** True where that is another Redis than the traders'. */
  readonly isSeparate: boolean;
  /** Why the last write was refused; null where it was taken. */
  refusal(): StoreOutage | null;
  /** Resolves when it answers. Throws StateUnavailableError. */
  ping(): Promise<void>;
  /** Resolves when it takes writes, by writing where the last one was refused. Throws StateUnavailableError. */
  tryWrite(): Promise<void>;
  /** Takes it for the bots of this traders' Redis. Throws ForeignStoreError, StateUnavailableError. */
  claim(): Promise<void>;
  /** Resolves where it is the master by its Sentinels' word, if it has any. Throws StateUnavailableError. */
  attest(): Promise<void>;
  /** Its `maxmemory_policy` where it may evict any key; null where it does not, or it is not known. Throws StateUnavailableError. */
  evictingPolicy(): Promise<string | null>;
}

/** Of a store in this process. */
export const IN_MEMORY: StoreStatus = {
  isSeparate: false,
  refusal: () => null,
  ping: async () => undefined,
  tryWrite: async () => undefined,
  claim: async () => undefined,
  attest: async () => undefined,
  evictingPolicy: async () => null,
};

/** The policy where keys without a TTL may be evicted, which needs a limit of memory; asked for once a minute. */
export function evictingPolicyOf(redis: InfoSource, clock: Clock): () => Promise<string | null> {
  const ask = evictionOf(redis, clock);
  return async () => {
    const status = await ask();
    return mayEvictAnyKey(status) ? status.policy : null;
  };
}
