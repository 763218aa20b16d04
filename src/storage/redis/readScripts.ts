import { LINEAGE } from '../alertStore';
import { BATCH, GENERATION, TYPES } from './alertScripts';

/** What reads the store in Redis. KEYS as of the other scripts. */

/** So many texts of a hash are read at once; all of a larger one would hold Redis for too long. */
const PAGE = 100;

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
return redis.call('HSCAN', KEYS[1], ARGV[1], 'COUNT', ${PAGE})
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

/**
 * ARGV: for each hash that is to be read, its number among the keys, and a cursor, at first `0`. For each the next cursor,
 * `0` at the end, and id, text, id, text. What is there all the while is given at least once.
 */
export const PAGES = `${TYPES}
local function page(i, cursor)
  if not hasType(i) then return { '0', {} } end
  if cursor == '0' and redis.call('HLEN', KEYS[i]) <= ${PAGE} then return { '0', redis.call('HGETALL', KEYS[i]) } end
  return redis.call('HSCAN', KEYS[i], cursor, 'COUNT', ${PAGE})
end
local pages = {}
for at = 1, #ARGV, 2 do pages[#pages + 1] = page(tonumber(ARGV[at]), ARGV[at + 1]) end
return pages
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
