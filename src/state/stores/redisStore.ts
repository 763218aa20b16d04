import type { RedisClient } from '../../redis/client';
import { TooLongError, WrongTypeError } from '../../redis/errors';
import { STRING_LIMIT_BYTES } from '../../redis/readLimits';
import { replyCode } from '../../redis/replies';
import { batchKeys, mergeAsync, prefetchPages } from '../../redis/scan';
import type { StateStore } from '../store';
import { readHash } from './hashReading';

/** The state in Redis. Text that is not UTF-8 comes with U+FFFD in place of what it is not. */
export class RedisStore implements StateStore {
  constructor(private readonly redis: RedisClient) {}

  async string(key: string): Promise<string | null> {
    const read = Promise.all([
      this.redis.read((commands) => commands.getrange(key, 0, STRING_LIMIT_BYTES)),
      this.redis.read((commands) => commands.pttl(key)),
    ]);
    const [text, ttlMs] = await read.catch(asWrongType(key, 'string'));
    // A range of a key that is not there is empty too.
    if (text === '' && ttlMs === NOT_THERE) return null;
    if (Buffer.byteLength(text) > STRING_LIMIT_BYTES) await this.refuseTooLong(key);
    return text;
  }

  hash(key: string, wanted: readonly string[] = []): Promise<ReadonlyMap<string, string> | null> {
    return readHash(this.redis, key, wanted).catch(asWrongType(key, 'hash'));
  }

  async ttlMs(key: string): Promise<number | null> {
    const ttlMs = await this.redis.read((commands) => commands.pttl(key));
    return ttlMs < 0 ? null : ttlMs;
  }

  /** Text that is not UTF-8 looks longer than it is. */
  private async refuseTooLong(key: string): Promise<void> {
    const bytes = await this.redis.read((commands) => commands.strlen(key)).catch(asWrongType(key, 'string'));
    if (bytes > STRING_LIMIT_BYTES) throw new TooLongError(key, bytes);
  }

  async *scan(pattern: string, until?: AbortSignal): AsyncGenerator<readonly string[]> {
    const sources = await this.redis.scanSources();
    yield* batchKeys(mergeAsync(sources.map((source) => prefetchPages(source, pattern, until))));
  }

  async ping(): Promise<void> {
    await this.redis.ping();
  }
}

/** What PTTL replies for a key that is not there. */
const NOT_THERE = -2;

const asWrongType =
  (key: string, expected: 'string' | 'hash') =>
  (error: unknown): never => {
    throw replyCode(error) === 'WRONGTYPE' ? new WrongTypeError(key, expected) : error;
  };
