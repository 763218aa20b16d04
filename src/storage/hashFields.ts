import { UnusableKeyError } from '../redis/errors';
import type { StateStore } from '../state/store';

/** The fields of a hash; null where there is none that can be used. Throws StateUnavailableError. */
export const readStoredHash = (store: StateStore, key: string): Promise<ReadonlyMap<string, string> | null> =>
  store.hash(key).catch((error: unknown) => {
    if (error instanceof UnusableKeyError) return null;
    throw error;
  });

/**
 * KEYS: the hash. ARGV: a field; what stands there, or ''; what is to stand there, or '' for nothing. 1 when it does now: so
 * it does when the script is sent again, after its reply was lost with the connection.
 */
export const SWAP_FIELD_SCRIPT = `
local now = redis.call('HGET', KEYS[1], ARGV[1]) or ''
if now == ARGV[3] then return 1 end
if now ~= ARGV[2] then return 0 end
if ARGV[3] == '' then redis.call('HDEL', KEYS[1], ARGV[1])
else redis.call('HSET', KEYS[1], ARGV[1], ARGV[3]) end
return 1`;
