import type { ChainableCommander, Redis } from 'ioredis';
import type { KeyWriter } from '../../sandbox/demo/traderKeys';

/** Writes a trader's keys to Redis, or into a pipeline, without waiting; what fails shows in what the bot sees. */
export function writerTo(redis: Redis | ChainableCommander): KeyWriter {
  const sent = (work: unknown): void => {
    if (work instanceof Promise) work.catch(() => undefined);
  };
  return {
    set: (key, value, ttlMs) =>
      sent(ttlMs === undefined ? redis.set(key, value) : redis.set(key, value, 'PX', ttlMs)),
    setHash: (key, fields, ttlMs) => {
      sent(redis.hset(key, fields));
      if (ttlMs !== undefined) sent(redis.pexpire(key, ttlMs));
    },
    incrByFloat: (key, by) => sent(redis.incrbyfloat(key, by)),
  };
}
