/**
 * What the store does in Redis. A script is one atomic step; its first write is one that Redis refuses when its memory
 * is full, so that it does all or nothing. They run by EVAL: a SCRIPT FLUSH or a new master cannot make them unknown.
 * KEYS: state, outbox, retries, leases, messages, audit, changes.
 */

/** The field in which a hash keeps its generation. No delivery and no incident has such an id. */
export const GENERATION = ':generation';

/** No attempt to send takes longer than that after its claim was lost, in ms: then it has stored its outcome, or was given up. */
export const IN_FLIGHT_MS = 20_000;

/** No claim is made for longer, in ms: one that ends later was made before Redis's clock was set back. */
export const LONGEST_CLAIM_MS = 30_000;

/** So many parts of the state are read or written by one command: more would hold Redis for too long. */
export const BATCH = 500;
/** How many removed parts are remembered, for those who load what changed. */
const GONE_KEPT = 1_000;

/** Claims that are lost again within this time hold nothing up anew, in ms: else nothing would be sent any more. */
const HELD_EVERY_MS = 60_000;

/** Whether a key has the type that it should have, or is not there. Asked by commands that are needed anyway: rights may be few. */
export const TYPES = `
local function hasType(i)
  local reply
  if i == 6 then reply = redis.pcall('XREVRANGE', KEYS[6], '+', '-', 'COUNT', 1)
  elseif i == 7 then reply = redis.pcall('ZSCORE', KEYS[7], ':since')
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
  if lostAt and lostAt > nowMs() then
    lostAt = nowMs()
    redis.call('HSET', KEYS[1], 'claimsLostAt', msText(lostAt))
  end
  return lostAt and lostAt + ${IN_FLIGHT_MS} or 0
end
local function claimsLost()
  -- An earlier version of the bot kept no generations, and has lost nothing; with all of it lost, nothing is known to wait.
  if redis.call('HEXISTS', KEYS[1], 'generations') == 0 then return end
  if nowMs() - (inFlightUntil() - ${IN_FLIGHT_MS}) < ${HELD_EVERY_MS} then return end
  redis.call('HSET', KEYS[1], 'claimsLostAt', msText(nowMs()))
end
local function mend()
  for i = 1, 7 do if not hasType(i) then redis.call('RENAME', KEYS[i], KEYS[i] .. ':damaged') end end
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
 * ARGV: from, to, a token; the generations of outbox and messages ('' for none, '*' for any), and the next one; then
 * six lists, each after its length: parts of the state set, and removed, notifications put, and cancelled, audit entries,
 * message refs kept, and forgotten.
 *
 * KEYS[7] tells at which version each part was changed last, for those who load what changed. It is complete from
 * `:since` to `:until`; where that is not the version, it was lost, and begins anew.
 */
export const COMMIT = `${CLAIMS}
local version = versionOf()
if version ~= tonumber(ARGV[1]) then
  local sentTwice = version == tonumber(ARGV[2]) and redis.call('HGET', KEYS[1], 'by') == ARGV[3]
  return sentTwice and 1 or 0
end
local function isOf(i, expected)
  return expected == '*' or (redis.call('HGET', KEYS[i], '${GENERATION}') or '') == expected
end
if not isOf(2, ARGV[4]) or not isOf(5, ARGV[5]) then return 0 end
local isRestored = not isWhole(2)
local at = 7
local function each(width, act)
  local count = tonumber(ARGV[at])
  at = at + 1
  for _ = 1, count do
    act(ARGV[at], ARGV[at + 1])
    at = at + width
  end
end
local function scored(from, to, width)
  local list = {}
  for i = from, to, width do
    list[#list + 1] = ARGV[2]
    list[#list + 1] = ARGV[i]
  end
  return list
end
local function inBatches(width, act)
  local last = at + tonumber(ARGV[at]) * width
  at = at + 1
  while at <= last do
    local to = math.min(at + ${BATCH} * width - 1, last)
    act(at, to)
    at = to + 1
  end
end
redis.call('HSET', KEYS[1], 'version', ARGV[2], 'by', ARGV[3], 'generations', '1')
if redis.call('ZSCORE', KEYS[7], ':until') ~= ARGV[1] then
  redis.call('ZREMRANGEBYRANK', KEYS[7], 0, -1)
  redis.call('ZADD', KEYS[7], ARGV[2], ':since')
end
redis.call('ZADD', KEYS[7], ARGV[2], ':until')
inBatches(2, function(from, to)
  redis.call('HSET', KEYS[1], unpack(ARGV, from, to))
  redis.call('ZADD', KEYS[7], unpack(scored(from, to, 2)))
end)
inBatches(1, function(from, to)
  redis.call('HDEL', KEYS[1], unpack(ARGV, from, to))
  redis.call('ZADD', KEYS[7], unpack(scored(from, to, 1)))
end)
if redis.call('ZCARD', KEYS[7]) > redis.call('HLEN', KEYS[1]) + ${GONE_KEPT} then
  redis.call('ZREMRANGEBYRANK', KEYS[7], 0, -1)
  redis.call('ZADD', KEYS[7], ARGV[2], ':since', ARGV[2], ':until')
end
for _, i in ipairs({ 2, 5 }) do redis.call('HSETNX', KEYS[i], '${GENERATION}', ARGV[6]) end
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

/** ARGV: id, owner, lease in ms, incident id. Text, attempts or '', 1 when it was abandoned, the message; nil when it cannot be had. */
export const CLAIM = `${CLAIMS}
local text = redis.call('HGET', KEYS[2], ARGV[1])
if not text then return nil end
local untilMs, owner = claimOf(ARGV[1])
if owner and not untilMs then
  redis.call('HSET', KEYS[4], ARGV[1], msText(nowMs() + ${IN_FLIGHT_MS}) .. ' ?')
  return nil
end
if untilMs and untilMs > nowMs() and owner ~= ARGV[2] then
  -- It may be on its way just now, and so is held for that long once more.
  local latestMs = nowMs() + math.max(${LONGEST_CLAIM_MS}, tonumber(ARGV[3]))
  if untilMs > latestMs then redis.call('HSET', KEYS[4], ARGV[1], msText(latestMs) .. ' ' .. owner) end
  return nil
end
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
