import type { Redis } from 'ioredis';
import type { MemoryStore } from '../../src/state/stores/memoryStore';
import type { State } from './states';

/** Makes this all that there is in a real Redis, byte by byte; or writes it over what is there. */
export async function writeToRedis(
  redis: Redis,
  state: State,
  where: 'alone' | 'over what is there' = 'alone',
): Promise<void> {
  const pipeline = redis.pipeline();
  if (where === 'alone') pipeline.flushall();
  for (const { key, value, ttlMs } of state) {
    if (where !== 'alone') pipeline.del(key);
    switch (value.kind) {
      case 'string':
        pipeline.set(key, value.bytes);
        break;
      case 'hash':
        for (const [name, bytes] of value.fields) pipeline.hset(key, name, bytes);
        break;
      case 'list':
        pipeline.rpush(key, value.bytes);
        break;
      case 'set':
        pipeline.sadd(key, value.bytes);
        break;
      case 'zset':
        pipeline.zadd(key, 1, value.bytes);
        break;
      case 'stream':
        pipeline.xadd(key, '*', 'field', value.bytes);
        break;
    }
    if (ttlMs !== null) pipeline.pexpire(key, ttlMs);
  }
  const failed = (await pipeline.exec())?.find(([error]) => error !== null);
  if (failed?.[0]) throw failed[0];
}

/** The same in memory, as far as that goes: it has strings and hashes, and text. A stream is a hash to it. */
export function writeToMemory(store: MemoryStore, state: State): void {
  for (const { key, value, ttlMs } of state) {
    const at = key.toString();
    store.delete(at);
    const ttl = ttlMs ?? undefined;
    if (value.kind === 'hash')
      store.setHash(
        at,
        new Map(value.fields.map(([name, bytes]) => [name.toString(), bytes.toString()])),
        ttl,
      );
    else if (value.kind === 'string') store.set(at, value.bytes.toString(), ttl);
    else store.setHash(at, { field: value.bytes.toString() }, ttl);
  }
}
