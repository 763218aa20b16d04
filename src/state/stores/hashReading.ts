import type { RedisClient } from '../../redis/client';
import {
  HASH_LIMIT_BYTES,
  HASH_LIMIT_FIELDS,
  PartialHash,
  STRING_LIMIT_BYTES,
  sizeOf,
} from '../../redis/readLimits';

/**
 * The COUNT of each page. Redis keeps an ordinary hash in one piece (hash-max-listpack-entries and -value), and its first
 * page has all of it, whatever the COUNT. Any other may hold anything, and a page is bounded in fields, not in bytes.
 */
const FIRST_PAGE = 1;
const NEXT_PAGES = [4, 32, 256];

/**
 * The fields of a hash, or null where there is none; a PartialHash where it is too large to be read whole. One trip for an
 * ordinary hash. Throws StateUnavailableError, and Redis's own error where it is no hash.
 */
export async function readHash(
  redis: RedisClient,
  key: string,
  wanted: readonly string[],
): Promise<ReadonlyMap<string, string> | null> {
  const page = await scanned(redis, key, '0', FIRST_PAGE);
  if (page.cursor === '0') return page.fields.size === 0 ? null : page.fields;
  const size = await sizes(redis, key, wanted);
  if (size.fieldCount === 0) return null;
  const isCountable = size.fieldCount <= HASH_LIMIT_FIELDS && size.tooLong.size === 0;
  const whole = isCountable ? await readPages(redis, key, page) : null;
  return whole ?? readPart(redis, key, wanted, size);
}

/** How many fields a hash has, and which of those wanted are too long, with their bytes. */
interface Size {
  readonly fieldCount: number;
  readonly tooLong: ReadonlyMap<string, number>;
}

async function sizes(redis: RedisClient, key: string, wanted: readonly string[]): Promise<Size> {
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

interface Page {
  readonly cursor: string;
  readonly fields: ReadonlyMap<string, string>;
}

/** The whole hash from its first page on; null as soon as it proves too large. */
async function readPages(
  redis: RedisClient,
  key: string,
  first: Page,
): Promise<ReadonlyMap<string, string> | null> {
  const fields = new Map(first.fields);
  let { cursor } = first;
  let bytes = sizeOf(first.fields);
  for (let n = 0; cursor !== '0'; n += 1) {
    if (bytes > HASH_LIMIT_BYTES || fields.size > HASH_LIMIT_FIELDS) return null;
    const page = await scanned(redis, key, cursor, NEXT_PAGES[n] ?? HASH_LIMIT_FIELDS);
    for (const [name, value] of page.fields) fields.set(name, value);
    bytes += sizeOf(page.fields);
    cursor = page.cursor;
  }
  return bytes > HASH_LIMIT_BYTES || fields.size > HASH_LIMIT_FIELDS ? null : fields;
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

async function scanned(redis: RedisClient, key: string, from: string, count: number): Promise<Page> {
  const [cursor, flat] = await redis.read((commands) => commands.hscan(key, from, 'COUNT', count));
  const fields = new Map<string, string>();
  for (let i = 0; i + 1 < flat.length; i += 2) fields.set(flat[i] ?? '', flat[i + 1] ?? '');
  return { cursor, fields };
}
