import type { Clock } from '../lib/clock';
import type { RedisClient } from '../redis/client';
import { StateUnavailableError } from '../redis/errors';
import { mayEvictAnyKey, readEviction } from '../redis/eviction';
import { skewFinding } from './clockSkew';
import { type Finding, messageOf } from './finding';

/** A key that no trader writes: what may be read is found out by reading it. */
const NO_TRADERS_KEY = 'live:arbwatch-doctor:arbitrage:probe';

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

export interface RedisCheckDeps {
  readonly redis: RedisClient;
  /** For people, without a password. */
  readonly where: string;
  readonly clock: Clock;
}

/** Whether it answers, and what it says of itself; `check` says whose it is. */
export async function checkRedisServer(check: 'redis' | 'store', deps: RedisCheckDeps): Promise<Finding[]> {
  const { redis, where } = deps;
  try {
    const infos = await redis.infos('server', 'replication', 'persistence');
    const info = infos?.join('\n') ?? '';
    const replica = /^role:slave/m.test(info);
    return [
      {
        check,
        level: replica ? 'warning' : 'ok',
        is: 'reached',
        where,
        version: fieldOf(info, 'redis_version'),
        replica,
      },
      ...persistenceOf(info),
    ];
  } catch (error) {
    return [{ check, level: 'error', is: 'unavailable', where, detail: messageOf(error) }];
  }
}

const fieldOf = (info: string, name: string): string | null =>
  new RegExp(`^${name}:([\\w.:-]{1,60})\\r?$`, 'm').exec(info)?.[1] ?? null;

function persistenceOf(info: string): Finding[] {
  const [aof, saved] = [fieldOf(info, 'aof_enabled'), fieldOf(info, 'rdb_last_bgsave_status')];
  if (aof === null || saved === null) return [];
  if (saved !== 'ok') return [{ check: 'persistence', level: 'error', is: 'last_save_failed' }];
  return [{ check: 'persistence', level: 'ok', is: 'on' }];
}

/** Which of the commands that read the traders are denied, and whether changes can be followed. */
export async function checkReadRights({ redis }: RedisCheckDeps): Promise<Finding[]> {
  const tried = await Promise.all(
    READS.map(async ([name, read]) => ((await isDenied(() => read(redis))) ? name : null)),
  );
  const commands = tried.filter((name) => name !== null);
  if (commands.length > 0) return [{ check: 'redis_rights', level: 'error', is: 'denied', commands }];
  try {
    const tracking = await redis.track([NO_TRADERS_KEY], () => undefined);
    tracking.stop();
    return [{ check: 'redis_rights', level: 'ok', is: 'complete' }];
  } catch {
    return [{ check: 'redis_rights', level: 'warning', is: 'no_tracking' }];
  }
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

/** Whether keys that have no TTL may be evicted; `isStore`: the bot's own keys are there. */
export async function checkEviction({ redis }: RedisCheckDeps, isStore: boolean): Promise<Finding[]> {
  const status = await readEviction(redis);
  if (status.policy === null) return [];
  const evicts = mayEvictAnyKey(status);
  return [
    {
      check: 'eviction',
      level: !evicts ? 'ok' : isStore ? 'error' : 'warning',
      is: evicts ? 'evicts' : 'none',
      policy: status.policy,
    },
  ];
}

/** The clock of Redis, where a script may ask for it. */
export async function checkRedisClock({ redis, clock }: RedisCheckDeps): Promise<Finding[]> {
  const reply = await redis.script("return redis.call('TIME')", [], []);
  if (!Array.isArray(reply)) return [];
  const [seconds, micros] = reply.map(Number);
  return skewFinding('redis_clock', new Date((seconds ?? 0) * 1000 + (micros ?? 0) / 1000), clock.now());
}
