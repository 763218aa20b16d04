import { LINEAGE } from '../alertStore';
import { BATCH, GENERATION, TYPES } from './alertScripts';

/** What reads the store in Redis. KEYS as of the other scripts. */

/**
 * ARGV: a version. Gives the version, what follows, and name, text, name, text: `changes` since then (null for one that
 * is gone), `all`, or nothing with `scan` where that would hold Redis for long.
 */
export const LOAD = `${TYPES}
if not hasType(1) or redis.call('HLEN', KEYS[1]) == 0 then return { '', 'none', {} } end
local version = redis.call('HGET', KEYS[1], 'version') or ''
local given = tonumber(ARGV[1])
local now = versionOf()
local since = hasType(7) and tonumber(redis.call('ZSCORE', KEYS[7], ':since') or '')
if given > 0 and since and since <= given and given <= now
  and tonumber(redis.call('ZSCORE', KEYS[7], ':until') or '') == now then
  local names = redis.call('ZRANGEBYSCORE', KEYS[7], '(' .. ARGV[1], '+inf', 'LIMIT', 0, ${BATCH})
  if #names < ${BATCH} then
    names[#names + 1] = '${LINEAGE}'
    local list = {}
    local texts = redis.call('HMGET', KEYS[1], unpack(names))
    for i, name in ipairs(names) do
      list[#list + 1] = name
      list[#list + 1] = texts[i]
    end
    return { version, 'changes', list }
  end
end
if redis.call('HLEN', KEYS[1]) > ${BATCH} then return { version, 'scan', {} } end
return { version, 'all', redis.call('HGETALL', KEYS[1]) }
`;

/** ARGV: a cursor. The next one, and name, text, name, text. */
export const SCAN = `${TYPES}
if not hasType(1) then return { '0', {} } end
return redis.call('HSCAN', KEYS[1], ARGV[1], 'COUNT', ${BATCH})
`;

/** The version alone. */
export const VERSION = `${TYPES}
return hasType(1) and versionOf() or 0
`;

/** The generations of deliveries, attempts, claims and messages; then whether whoever stored what is known kept any. */
export const GENERATIONS = `${TYPES}
local all = {}
for at, i in ipairs({ 2, 3, 4, 5 }) do all[at] = hasType(i) and redis.call('HGET', KEYS[i], '${GENERATION}') end
all[5] = hasType(1) and redis.call('HGET', KEYS[1], 'generations')
return all
`;

/** Two lists of id, text, id, text: the deliveries and the attempts. */
export const WAITING = `${TYPES}
local function all(i) return hasType(i) and redis.call('HGETALL', KEYS[i]) or {} end
return { all(2), all(3) }
`;

/** Incident id, text, incident id, text. */
export const MESSAGES = `${TYPES}
return hasType(5) and redis.call('HGETALL', KEYS[5]) or {}
`;

/** ARGV: how many. Entries, the newest first. */
export const AUDIT = `${TYPES}
local entries = {}
if not hasType(6) then return entries end
for _, entry in ipairs(redis.call('XREVRANGE', KEYS[6], '+', '-', 'COUNT', ARGV[1])) do
  if entry[2][2] then entries[#entries + 1] = entry[2][2] end
end
return entries
`;
