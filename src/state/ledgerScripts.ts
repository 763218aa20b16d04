/**
 * What the ledger does in Redis. A script is one atomic step; its first write is one that Redis refuses when its memory
 * is full, so that it does all or nothing. They run by EVAL: a SCRIPT FLUSH or a new master cannot make them unknown.
 * KEYS: known, deliveries, attempts, claims, messages, audit.
 */

/** A claim is kept as `<end in epoch ms> <owner>`, and only its outcome removes it; with no owner it keeps everybody off. */
const CLAIMS = `
local function nowMs()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end
local function claimOf(id)
  local claim = redis.call('HGET', KEYS[4], id)
  if not claim then return nil, nil end
  local untilMs, owner = string.match(claim, '^(%d+) (.*)$')
  return tonumber(untilMs), owner
end
`;

/** ARGV: from, to, known, a token; then five lists, each after its length: puts, drops, audit, messages kept, forgotten. */
export const COMMIT = `${CLAIMS}
local version = tonumber(redis.call('HGET', KEYS[1], 'version') or '0')
local from = tonumber(ARGV[1])
if version ~= from then
  local sentTwice = version == tonumber(ARGV[2]) and redis.call('HGET', KEYS[1], 'by') == ARGV[4]
  return sentTwice and 1 or 0
end
local at = 5
local function each(width, act)
  local count = tonumber(ARGV[at])
  at = at + 1
  for _ = 1, count do
    act(ARGV[at], ARGV[at + 1])
    at = at + width
  end
end
redis.call('HSET', KEYS[1], 'version', ARGV[2], 'known', ARGV[3], 'by', ARGV[4])
each(2, function(id, text) redis.call('HSET', KEYS[2], id, text) end)
each(1, function(id)
  redis.call('HDEL', KEYS[2], id)
  redis.call('HDEL', KEYS[3], id)
  local untilMs = claimOf(id)
  if untilMs and untilMs <= nowMs() then redis.call('HDEL', KEYS[4], id) end
end)
each(1, function(entry) redis.call('XADD', KEYS[6], 'MAXLEN', '~', 1000, '*', 'entry', entry) end)
each(2, function(id, text) redis.call('HSET', KEYS[5], id, text) end)
each(1, function(id) redis.call('HDEL', KEYS[5], id) end)
return 1
`;

/** The version and what is known. */
export const READ = `return redis.call('HMGET', KEYS[1], 'version', 'known')`;

/** The version alone. */
export const VERSION = `return redis.call('HGET', KEYS[1], 'version')`;

/** Two lists of id, text, id, text: the deliveries and the attempts. */
export const WAITING = `return { redis.call('HGETALL', KEYS[2]), redis.call('HGETALL', KEYS[3]) }`;

/** ARGV: id, owner, lease in ms. Text, attempts or '', and 1 when it was abandoned; nil when it cannot be had. */
export const CLAIM = `${CLAIMS}
local text = redis.call('HGET', KEYS[2], ARGV[1])
if not text then return nil end
local untilMs, owner = claimOf(ARGV[1])
if untilMs and untilMs > nowMs() and owner ~= ARGV[2] then return nil end
redis.call('HSET', KEYS[4], ARGV[1], string.format('%.0f', nowMs() + ARGV[3]) .. ' ' .. ARGV[2])
return { text, redis.call('HGET', KEYS[3], ARGV[1]) or '', untilMs and owner ~= '' and 1 or 0 }
`;

/** ARGV: id, owner, attempts, for how many ms nobody may have it. */
export const RELEASE = `${CLAIMS}
local _, owner = claimOf(ARGV[1])
if owner and owner ~= ARGV[2] then return 0 end
local waits = redis.call('HEXISTS', KEYS[2], ARGV[1]) == 1
if waits then redis.call('HSET', KEYS[3], ARGV[1], ARGV[3]) end
if waits and tonumber(ARGV[4]) > 0 then
  redis.call('HSET', KEYS[4], ARGV[1], string.format('%.0f', nowMs() + ARGV[4]) .. ' ')
else
  redis.call('HDEL', KEYS[4], ARGV[1])
end
return 1
`;

/** ARGV: id, owner, the text that was sent, incident id or '', its message, what is left or ''. */
export const SETTLE = `${CLAIMS}
local _, owner = claimOf(ARGV[1])
if owner and owner ~= ARGV[2] then return 0 end
if ARGV[4] ~= '' then redis.call(owner and 'HSET' or 'HSETNX', KEYS[5], ARGV[4], ARGV[5]) end
if redis.call('HGET', KEYS[2], ARGV[1]) == ARGV[3] then
  if ARGV[6] == '' then redis.call('HDEL', KEYS[2], ARGV[1]) else redis.call('HSET', KEYS[2], ARGV[1], ARGV[6]) end
end
redis.call('HDEL', KEYS[3], ARGV[1])
redis.call('HDEL', KEYS[4], ARGV[1])
return 1
`;

/** Incident id, text, incident id, text. */
export const MESSAGES = `return redis.call('HGETALL', KEYS[5])`;

/** ARGV: how many. Entries, the newest first. */
export const AUDIT = `
local entries = {}
for i, entry in ipairs(redis.call('XREVRANGE', KEYS[6], '+', '-', 'COUNT', ARGV[1])) do entries[i] = entry[2][2] end
return entries
`;
