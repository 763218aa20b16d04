import type { RedisClient } from '../../redis/client';
import {
  HASH_LIMIT_BYTES,
  HASH_LIMIT_FIELDS,
  PartialHash,
  STRING_LIMIT_BYTES,
  sizeOf,
} from '../../redis/readLimits';

/**
 * The COUNT of each page, the last one of all that follow. Redis keeps an ordinary hash in one piece
 * (hash-max-listpack-entries and -value), and its first page has all of it, whatever the COUNT. Any other may hold
 * anything, and a page is bounded in fields, not in bytes.
 */
const PAGE_COUNTS = [1, 4, 32, 256, HASH_LIMIT_FIELDS];

/**
 * The fields of a hash, or null where there is none; a PartialHash where it is too large to be read whole. One trip for an
 * ordinary hash. Throws StateUnavailableError, and Redis's own error where it is no hash.
 */
export async function readHash(
  redis: RedisClient,
  key: string,
  wanted: readonly string[],
): Promise<ReadonlyMap<string, string> | null> {
  const fields = new Map<string, string>();
  let [cursor, size]: [string, Size | null] = ['0', null];
  for (let page = 0; page === 0 || (cursor !== '0' && fits(fields)); page += 1) {
    const count = PAGE_COUNTS[page] ?? HASH_LIMIT_FIELDS;
    const [next, flat] = await redis.read((commands) => commands.hscan(key, cursor, 'COUNT', count));
    for (let i = 0; i + 1 < flat.length; i += 2) fields.set(flat[i] ?? '', flat[i + 1] ?? '');
    cursor = next;
    if (cursor === '0' && fields.size === 0) return null;
    if (cursor === '0' && (page === 0 || fits(fields))) return fields;
    size ??= await readSize(redis, key, wanted);
    if (size.fieldCount === 0) return null;
    if (size.fieldCount > HASH_LIMIT_FIELDS || size.tooLong.size > 0) break;
  }
  return readPart(redis, key, wanted, size ?? (await readSize(redis, key, wanted)));
}

const fits = (fields: ReadonlyMap<string, string>): boolean =>
  fields.size <= HASH_LIMIT_FIELDS && sizeOf(fields) <= HASH_LIMIT_BYTES;

/** How many fields a hash has, and which of those wanted are too long, with their bytes. */
interface Size {
  readonly fieldCount: number;
  readonly tooLong: ReadonlyMap<string, number>;
}

async function readSize(redis: RedisClient, key: string, wanted: readonly string[]): Promise<Size> {
  const [fieldCount, ...lengths] = await Promise.all([
    redis.read((commands) => commands.hlen(key)),
    ...wanted.map((name) => redis.read((commands) => commands.hstrlen(key, name))),
  ]);
  const long = wanted.flatMap((name, i): [string, number][] => {
    const bytes = lengths[i] ?? 0;
    return bytes > STRING_LIMIT_BYTES ? [[name, bytes]] : [];
  });
  return { fieldCount, tooLong: new Map(long) };
}

async function readPart(
  redis: RedisClient,
  key: string,
  wanted: readonly string[],
  { fieldCount, tooLong }: Size,
): Promise<PartialHash> {
  const short = wanted.filter((name) => !tooLong.has(name));
  const values = short.length === 0 ? [] : await redis.read((commands) => commands.hmget(key, ...short));
  const fields = short.flatMap((name, i): [string, string][] => {
    const value = values[i] ?? null;
    return value === null ? [] : [[name, value]];
  });
  return new PartialHash(fields, fieldCount, tooLong);
}
