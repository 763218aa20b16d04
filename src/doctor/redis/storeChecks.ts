import { StateUnavailableError } from '../../redis/errors';
import { ForeignStoreError, type StoreOwner } from '../../storage/storeOwner';
import { type Finding, messageOf } from '../finding';
import type { RedisCheckDeps } from './serverChecks';

/**
 * Every command that the store's scripts use, on a key that is written and removed again. Returns the names of those that
 * are denied, or not known to this Redis, or the error with which writes are refused. Source of the words: Redis 7,
 * src/script_lua.c and src/acl.c. KEYS: two of the bot's own, the second for a text, which stays for a second:
 * whoever tries again before finds no other type in its place.
 */
const TRY_COMMANDS = `
local denied, refused = {}, nil
local function try(...)
  local reply = redis.pcall(...)
  local err = type(reply) == 'table' and reply.err or ''
  if string.find(err, 'user executing the script') or string.find(err, 'permissions') or string.find(err, 'nknown') then
    denied[#denied + 1] = string.lower(({...})[1])
  elseif string.find(err, '^-?(%u+)') and not string.find(err, '^-?ERR') then
    refused = err
  end
end
local key = KEYS[1]
try('HSET', key, 'f', 'v') try('HSETNX', key, 'f', 'v') try('HGET', key, 'f') try('HMGET', key, 'f')
try('HGETALL', key) try('HEXISTS', key, 'f') try('HLEN', key) try('HSCAN', key, '0') try('HDEL', key, 'f')
try('ZADD', key, 1, 'm') try('ZSCORE', key, 'm') try('ZCARD', key) try('ZRANGEBYSCORE', key, 1, 1)
try('ZREMRANGEBYRANK', key, 0, -1)
try('XREVRANGE', key, '+', '-', 'COUNT', 1) try('XADD', key, 'NOMKSTREAM', '*', 'f', 'v')
try('RENAME', key, key)
local text = KEYS[2]
try('SET', text, 'v', 'PX', 1000) try('GET', text) try('PTTL', text)
if refused then return redis.error_reply(refused) end
return denied
`;

/** Whose the store is, and whether it takes everything that the bot writes. */
export async function checkStoreRights(
  { redis }: RedisCheckDeps,
  owner: Pick<StoreOwner, 'claim'>,
  prefix: string,
): Promise<Finding[]> {
  try {
    await owner.claim();
    const denied = await redis.script(TRY_COMMANDS, [`{${prefix}}:doctor`, `{${prefix}}:doctor:text`], []);
    const commands = Array.isArray(denied) ? denied.map(String) : [];
    if (commands.length > 0) return [{ check: 'store_rights', level: 'error', is: 'denied', commands }];
    return [{ check: 'store_rights', level: 'ok', is: 'writable' }];
  } catch (error) {
    const is = error instanceof ForeignStoreError ? 'foreign' : 'refused';
    if (is === 'refused' && !(error instanceof StateUnavailableError)) throw error;
    return [{ check: 'store_rights', level: 'error', is, detail: messageOf(error) }];
  }
}
