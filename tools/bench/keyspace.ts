import type { Redis } from 'ioredis';

/** All keys in the keyspace. */
export const ALL_KEYS = 1_000_000;

/** The one tuning session in the keyspace. */
export const SESSION = {
  sessionId: '80a9c657-6d3c-4d7e-9a51-0f6f8f2f7d11',
  workers: 5,
  iterationsPerWorker: 2_000,
} as const;

export const ITERATIONS = SESSION.workers * SESSION.iterationsPerWorker;

const KEYS_PER_SCRIPT = 20_000;

/**
 * Writes one numbered key, shaped as the trading system's: the session's iterations are spread evenly among the
 * others, and of those half are orders, three tenths executions, the rest signals and prices. Nothing expires.
 */
const WRITE_KEYS = `
local from, to, every, per_worker, session = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4]), ARGV[5]
local traders = { 'live:docker', 'paper:docker', 'shadow:local' }
for i = from, to do
  local trader = traders[i % 3 + 1] .. ':arbitrage:'
  local at = string.format('2026-11-22T%02d:%02d:%02d.%06d', i % 24, i % 60, i % 59, i)
  if i % every == 0 then
    local number = i / every
    local worker, n = 'worker-' .. math.floor(number / per_worker) + 1, number % per_worker + 1
    redis.call('HSET', 'tuning:docker:paper:arbitrage:tuning_session:' .. session .. ':worker:' .. worker .. ':iteration:' .. n,
      'session_id', session, 'worker_id', worker, 'iteration', n, 'status', 'completed', 'timestamp', at)
  elseif i % 10 < 5 then
    local id = redis.sha1hex(i)
    redis.call('HSET', trader .. 'orders:' .. id, 'order_id', id, 'symbol', 'BTC_KRW', 'side', 'buy', 'timestamp', at)
  elseif i % 10 < 8 then
    redis.call('HSET', trader .. 'execution:BTC_KRW:' .. 1790000000 + i, 'symbol', 'BTC_KRW', 'pnl', '12500.0', 'timestamp', at)
  elseif i % 10 < 9 then
    redis.call('HSET', trader .. 'signal:S' .. i .. '_KRW', 'spread_pct', '0.33', 'timestamp', at)
  else
    redis.call('HSET', trader .. 'prices:upbit:S' .. i .. '_KRW', 'bid', '50100000.0', 'ask', '50110000.0', 'timestamp', at)
  end
end
return to - from + 1`;

/**
 * Fills an empty Redis with so many keys (a multiple of ITERATIONS; ALL_KEYS unless given), the session's among them.
 * Throws when there are more or fewer in the end.
 */
export async function fillKeyspace(
  client: Redis,
  onProgress: (written: number) => void,
  all = ALL_KEYS,
): Promise<void> {
  for (let from = 0; from < all; from += KEYS_PER_SCRIPT) {
    const to = Math.min(from + KEYS_PER_SCRIPT, all) - 1;
    const { sessionId, iterationsPerWorker } = SESSION;
    await client.eval(WRITE_KEYS, 0, from, to, all / ITERATIONS, iterationsPerWorker, sessionId);
    onProgress(to + 1);
  }
  const keys = await client.dbsize();
  if (keys !== all) throw new Error(`There should be ${all} keys in Redis, and there are ${keys}`);
}
