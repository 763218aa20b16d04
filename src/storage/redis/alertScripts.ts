/**
 * What the store does in Redis. A script is one atomic step; its first write is one that Redis refuses when its memory
 * is full, so that it does all or nothing. They run by EVAL: a SCRIPT FLUSH or a new master cannot make them unknown.
 * KEYS: known, deliveries, attempts, claims, messages, audit.
 */

/** The field in which a hash keeps its generation. No delivery and no incident has such an id. */
export const GENERATION = ':generation';

/** No attempt to send takes longer than that after its claim was lost, in ms: then it has stored its outcome, or was given up. */
export const IN_FLIGHT_MS = 20_000;

/** Claims that are lost again within this time hold nothing up anew, in ms: else nothing would be sent any more. */
const HELD_EVERY_MS = 60_000;

/** Whether a key has the type that it should have, or is not there. Asked by commands that are needed anyway: rights may be few. */
const TYPES = `
local function hasType(i)
  local reply
  if i == 6 then reply = redis.pcall('XREVRANGE', KEYS[6], '+', '-', 'COUNT', 1)
  else reply = redis.pcall('HEXISTS', KEYS[i], '${GENERATION}') end
  return not (type(reply) == 'table' and reply.err and string.find(reply.err, 'WRONGTYPE', 1, true))
end
local function versionOf()
  local version = redis.call('HGET', KEYS[1], 'version')
  return version and #version < 16 and string.match(version, '^%d+$') and tonumber(version) or 0
end
`;

/**
 * A claim is kept as `<end in epoch ms> <owner>`, and only its outcome removes it. With no owner it keeps everybody off; of
 * the owner `?` it is not known who had it, or whether anybody did.
 *
 * `mend` sees to what was lost or damaged, before anything else is done: a key of another type is set aside, as
 * `<key>:damaged`. Without the attempts, what waits may have been sent: its claims count as abandoned. Without the claims, it
 * may be on its way just now: it can be claimed once no attempt can be under way any more, and then counts as abandoned.
 */
const CLAIMS = `${TYPES}
local function nowMs()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end
local function msText(ms) return string.format('%.0f', ms) end
local function isWhole(i) return redis.call('HEXISTS', KEYS[i], '${GENERATION}') == 1 end
local function inFlightUntil()
  local lostAt = tonumber(redis.call('HGET', KEYS[1], 'claimsLostAt') or '')
  return lostAt and lostAt + ${IN_FLIGHT_MS} or 0
end
local function claimsLost()
  -- An earlier version of the bot kept no generations, and has lost nothing; with all of it lost, nothing is known to wait.
  if redis.call('HEXISTS', KEYS[1], 'generations') == 0 then return end
  if nowMs() - (inFlightUntil() - ${IN_FLIGHT_MS}) < ${HELD_EVERY_MS} then return end
  redis.call('HSET', KEYS[1], 'claimsLostAt', msText(nowMs()))
end
local function mend()
  for i = 1, 6 do if not hasType(i) then redis.call('RENAME', KEYS[i], KEYS[i] .. ':damaged') end end
  local hasClaims = isWhole(4)
  if hasClaims and isWhole(3) then return end
  local untilMs = 0
  if not hasClaims then
    claimsLost()
    untilMs = inFlightUntil()
  end
  local waiting = redis.call('HGETALL', KEYS[2])
  for at = 1, #waiting, 2 do
    if waiting[at] ~= '${GENERATION}' then redis.call('HSETNX', KEYS[4], waiting[at], msText(untilMs) .. ' ?') end
  end
  local time = redis.call('TIME')
  for i = 3, 4 do redis.call('HSETNX', KEYS[i], '${GENERATION}', time[1] .. '.' .. time[2]) end
end
local function claimOf(id)
  local claim = redis.call('HGET', KEYS[4], id)
  if not claim then return nil, nil end
  local untilMs, owner = string.match(claim, '^(%d+) (.*)$')
  if not untilMs or #untilMs > 15 then return nil, '?' end
  return tonumber(untilMs), owner
end
local function isAnothers(owner) return owner and owner ~= '?' and owner ~= ARGV[2] end
mend()
`;

/**
 * ARGV: from, to, known, a token; the generations of deliveries and messages ('' for none, '*' for any), and the next one;
 * then five lists, each after its length: puts, drops, audit, messages kept, forgotten.
 */
export const COMMIT = `${CLAIMS}
local version = versionOf()
if version ~= tonumber(ARGV[1]) then
  local sentTwice = version == tonumber(ARGV[2]) and redis.call('HGET', KEYS[1], 'by') == ARGV[4]
  return sentTwice and 1 or 0
end
local function isOf(i, expected)
  return expected == '*' or (redis.call('HGET', KEYS[i], '${GENERATION}') or '') == expected
end
if not isOf(2, ARGV[5]) or not isOf(5, ARGV[6]) then return 0 end
local isRestored = not isWhole(2)
local at = 8
local function each(width, act)
  local count = tonumber(ARGV[at])
  at = at + 1
  for _ = 1, count do
    act(ARGV[at], ARGV[at + 1])
    at = at + width
  end
end
redis.call('HSET', KEYS[1], 'version', ARGV[2], 'known', ARGV[3], 'by', ARGV[4], 'generations', '1')
for _, i in ipairs({ 2, 5 }) do redis.call('HSETNX', KEYS[i], '${GENERATION}', ARGV[7]) end
local untilMs = inFlightUntil()
each(2, function(id, text)
  redis.call('HSET', KEYS[2], id, text)
  if isRestored and untilMs > nowMs() then redis.call('HSETNX', KEYS[4], id, msText(untilMs) .. ' ?') end
end)
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
export const READ = `${TYPES}
if not hasType(1) then return { false, false } end
return redis.call('HMGET', KEYS[1], 'version', 'known')
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

/** ARGV: id, owner, lease in ms, incident id. Text, attempts or '', 1 when it was abandoned, the message; nil when it cannot be had. */
export const CLAIM = `${CLAIMS}
local text = redis.call('HGET', KEYS[2], ARGV[1])
if not text then return nil end
local untilMs, owner = claimOf(ARGV[1])
if owner and not untilMs then
  redis.call('HSET', KEYS[4], ARGV[1], msText(nowMs() + ${IN_FLIGHT_MS}) .. ' ?')
  return nil
end
if untilMs and untilMs > nowMs() and owner ~= ARGV[2] then return nil end
redis.call('HSET', KEYS[4], ARGV[1], msText(nowMs() + ARGV[3]) .. ' ' .. ARGV[2])
local message = redis.call('HGET', KEYS[5], ARGV[4])
return { text, redis.call('HGET', KEYS[3], ARGV[1]) or '', untilMs and owner ~= '' and 1 or 0, message }
`;

/** ARGV: id, owner, attempts, for how many ms nobody may have it. */
export const RELEASE = `${CLAIMS}
local _, owner = claimOf(ARGV[1])
if isAnothers(owner) then return 0 end
local waits = redis.call('HEXISTS', KEYS[2], ARGV[1]) == 1 or not isWhole(2)
if waits then redis.call('HSET', KEYS[3], ARGV[1], ARGV[3]) end
if waits and tonumber(ARGV[4]) > 0 then
  redis.call('HSET', KEYS[4], ARGV[1], msText(nowMs() + ARGV[4]) .. ' ')
else
  redis.call('HDEL', KEYS[4], ARGV[1])
end
return 1
`;

/** ARGV: id, owner, the text that was sent, incident id or '', its message, what is left or ''. */
export const SETTLE = `${CLAIMS}
local _, owner = claimOf(ARGV[1])
if isAnothers(owner) then return 0 end
if ARGV[4] ~= '' then redis.call(owner == ARGV[2] and 'HSET' or 'HSETNX', KEYS[5], ARGV[4], ARGV[5]) end
if redis.call('HGET', KEYS[2], ARGV[1]) == ARGV[3] then
  if ARGV[6] == '' then redis.call('HDEL', KEYS[2], ARGV[1]) else redis.call('HSET', KEYS[2], ARGV[1], ARGV[6]) end
end
redis.call('HDEL', KEYS[3], ARGV[1])
redis.call('HDEL', KEYS[4], ARGV[1])
return 1
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
