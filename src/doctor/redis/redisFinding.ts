/** Whose Redis: the traders', or the bot's own store. */
export type RedisCheck = 'redis' | 'store';

/** What may be found in Redis. */
export type RedisFinding =
  | {
      readonly check: RedisCheck;
      readonly is: 'unavailable';
      readonly where: string;
      readonly tls: boolean;
      readonly detail: string;
    }
  /** What answers is no Redis that it could be. */
  | { readonly check: RedisCheck; readonly is: 'sentinel' | 'cluster_node'; readonly where: string }
  | {
      readonly check: RedisCheck;
      readonly is: 'reached';
      readonly where: string;
      readonly tls: boolean;
      /** Null where INFO is denied. */
      readonly version: string | null;
      readonly role: 'master' | 'replica' | 'cut_off_replica';
      /** How many replicas follow it; null where INFO is denied. */
      readonly replicas: number | null;
    }
  | { readonly check: 'redis'; readonly is: 'memory' }
  | { readonly check: 'redis_place'; readonly is: 'default'; readonly where: string }
  | { readonly check: 'redis_rights'; readonly is: 'complete' | 'no_tracking' }
  | {
      readonly check: 'redis_rights' | 'store_rights';
      /** `denied`, or not known to this Redis. */
      readonly is: 'denied';
      readonly commands: readonly string[];
    }
  | {
      readonly check: 'redis_rights';
      readonly is: 'keys_denied';
      /** Patterns of keys that may not be read. */
      readonly keys: readonly string[];
    }
  | { readonly check: 'store_rights'; readonly is: 'writable' }
  | { readonly check: 'store_rights'; readonly is: 'refused' | 'foreign'; readonly detail: string }
  | { readonly check: 'eviction'; readonly is: 'none' | 'evicts'; readonly policy: string | null }
  | {
      readonly check: 'persistence';
      /** `unknown`: that it saves now and then may not be asked. */
      readonly is: 'on' | 'off' | 'unknown' | 'last_save_failed';
    }
  | { readonly check: 'traders'; readonly is: 'none'; readonly prefixes: readonly string[] }
  | { readonly check: 'target'; readonly is: 'missing'; readonly target: string }
  | {
      readonly check: 'trader';
      readonly is: 'seen';
      readonly target: string;
      /** When it last wrote, by its own clock or what is left of a key's TTL; null where that is not known. */
      readonly wroteAt: Date | null;
    };
