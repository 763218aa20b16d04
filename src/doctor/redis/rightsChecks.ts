import type { RedisClient } from '../../redis/client';
import { StateUnavailableError } from '../../redis/errors';
import { MODES } from '../../state/keys';
import type { Finding } from '../finding';
import type { RedisCheckDeps } from './serverChecks';

/** An env that no trader has: what may be read is found out by reading its keys. */
const NO_ENV = 'arbwatch-doctor';
const NO_TRADERS_KEY = `live:${NO_ENV}:arbitrage:probe`;

/** The commands with which traders' keys are read. */
const READS: readonly (readonly [string, (redis: RedisClient) => Promise<unknown>])[] = [
  ['ping', (redis) => redis.ping()],
  ['getrange', (redis) => redis.read((commands) => commands.getrange(NO_TRADERS_KEY, 0, 1))],
  ['strlen', (redis) => redis.read((commands) => commands.strlen(NO_TRADERS_KEY))],
  ['pttl', (redis) => redis.read((commands) => commands.pttl(NO_TRADERS_KEY))],
  ['hlen', (redis) => redis.read((commands) => commands.hlen(NO_TRADERS_KEY))],
  ['hmget', (redis) => redis.read((commands) => commands.hmget(NO_TRADERS_KEY, 'a'))],
  ['hscan', (redis) => redis.read((commands) => commands.hscan(NO_TRADERS_KEY, '0'))],
  ['hstrlen', (redis) => redis.read((commands) => commands.hstrlen(NO_TRADERS_KEY, 'a'))],
  [
    'scan',
    async (redis) => Promise.all((await redis.scanSources()).map((scan) => scan('0', NO_TRADERS_KEY))),
  ],
];

/** A key of each kind, by the pattern that an ACL has for it. */
const KEYS: readonly (readonly [string, string])[] = [
  ...MODES.map((mode) => [`${mode}:*`, `${mode}:${NO_ENV}:arbitrage:probe`] as const),
  ['tuning:*', `tuning:${NO_ENV}:paper:arbitrage:probe`],
  ['orchestrator:*', `orchestrator:${NO_ENV}:arbitrage:probe`],
  ['v2:*:control:state', `v2:${NO_ENV}:probe:control:state`],
];

/** Which of the commands and keys are denied that are read of the traders, and whether changes can be followed. */
export async function checkReadRights({ redis }: RedisCheckDeps): Promise<Finding[]> {
  const commands = await deniedOf(READS.map(([name, read]) => [name, () => read(redis)]));
  if (commands.length > 0) return [{ check: 'redis_rights', level: 'error', is: 'denied', commands }];
  const keys = await deniedOf(
    KEYS.map(([pattern, key]) => [pattern, () => redis.read((with_) => with_.strlen(key))]),
  );
  if (keys.length > 0) return [{ check: 'redis_rights', level: 'error', is: 'keys_denied', keys }];
  try {
    const tracking = await redis.track([NO_TRADERS_KEY], () => undefined);
    tracking.stop();
    return [{ check: 'redis_rights', level: 'ok', is: 'complete' }];
  } catch {
    return [{ check: 'redis_rights', level: 'warning', is: 'no_tracking' }];
  }
}

/** The names of the reads that are denied. */
async function deniedOf(
  reads: readonly (readonly [string, () => Promise<unknown>])[],
): Promise<readonly string[]> {
  const tried = await Promise.all(reads.map(async ([name, read]) => ((await isDenied(read)) ? name : null)));
  return tried.filter((name) => name !== null);
}

async function isDenied(read: () => Promise<unknown>): Promise<boolean> {
  try {
    await read();
    return false;
  } catch (error) {
    if (error instanceof StateUnavailableError && error.reason === 'refused') return true;
    throw error;
  }
}
