import { WrongTypeError } from './errors';
import { batched, merged, pagesAhead } from './pagesAhead';
import type { RedisClient } from './redisClient';
import { replyCode } from './redisErrors';
import type { StateStore } from './store';

/** The state in Redis. Text that is not UTF-8 comes with U+FFFD in place of what it is not. */
export class RedisStore implements StateStore {
  constructor(private readonly redis: RedisClient) {}

  string(key: string): Promise<string | null> {
    return this.redis.run((commands) => commands.get(key)).catch(asWrongType(key, 'string'));
  }

  hash(key: string): Promise<ReadonlyMap<string, string> | null> {
    return this.redis.run((commands) => commands.hgetall(key)).then(asFields, asWrongType(key, 'hash'));
  }

  async ttlMs(key: string): Promise<number | null> {
    const ttlMs = await this.redis.run((commands) => commands.pttl(key));
    return ttlMs < 0 ? null : ttlMs;
  }

  async *scan(pattern: string, until?: AbortSignal): AsyncGenerator<readonly string[]> {
    const sources = await this.redis.scanSources();
    yield* batched(merged(sources.map((source) => pagesAhead(source, pattern, until))));
  }

  async ping(): Promise<void> {
    await this.redis.run((commands) => commands.ping());
  }
}

/** Redis has no hash without fields: it replies with none for a key that is not there. */
const asFields = (reply: Record<string, string>): ReadonlyMap<string, string> | null => {
  const fields = new Map(Object.entries(reply));
  return fields.size === 0 ? null : fields;
};

const asWrongType =
  (key: string, expected: 'string' | 'hash') =>
  (error: unknown): never => {
    throw replyCode(error) === 'WRONGTYPE' ? new WrongTypeError(key, expected) : error;
  };
