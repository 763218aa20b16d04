import type { Clock } from '../../lib/clock';
import type { RedisClient } from '../../redis/client';
import { mayEvictAnyKey, readEviction } from '../../redis/eviction';
import type { RedisConfig } from '../../redis/redisConfig';
import { skewFinding } from '../clockSkew';
import { type Finding, messageOf } from '../finding';
import type { RedisCheck } from './redisFinding';

export interface RedisCheckDeps {
  readonly redis: RedisClient;
  /** For people, without a password. */
  readonly where: string;
  readonly at: Exclude<RedisConfig, { readonly kind: 'memory' }>;
  readonly clock: Clock;
}

/** Whether it answers, and what it says of itself; `check` says whose it is. */
export async function checkRedisServer(
  check: RedisCheck,
  { redis, where, at }: RedisCheckDeps,
): Promise<Finding[]> {
  try {
    const infos = await redis.infos('server', 'replication');
    const info = infos?.join('\n') ?? '';
    const mode = fieldOf(info, 'redis_mode');
    if (mode === 'sentinel') return [{ check, level: 'error', is: 'sentinel', where }];
    if (mode === 'cluster' && at.kind !== 'cluster')
      return [{ check, level: 'error', is: 'cluster_node', where }];
    const role = roleOf(info);
    return [
      {
        check,
        level: ({ master: 'ok', replica: 'warning', cut_off_replica: 'error' } as const)[role],
        is: 'reached',
        where,
        tls: at.tls,
        version: fieldOf(info, 'redis_version'),
        role,
        replicas: numberOf(info, 'connected_slaves'),
      },
    ];
  } catch (error) {
    return [{ check, level: 'error', is: 'unavailable', where, tls: at.tls, detail: reasonOf(error) }];
  }
}

/** What ioredis says of one thing by several names, or in words for programmers. */
const REASONS: readonly (readonly [RegExp, string])[] = [
  [/(?:read|write) (?:ECONNRESET|EPIPE)$/, 'it closes the connection'],
  [/Reached the max retries per request limit.*$/s, 'it closes the connection'],
  [/Unknown RESP type .*$/s, 'what answers is no Redis'],
];

/** What went wrong, for people. */
export const reasonOf = (error: unknown): string =>
  REASONS.reduce((text, [pattern, words]) => text.replace(pattern, words), messageOf(error));

function roleOf(info: string): 'master' | 'replica' | 'cut_off_replica' {
  if (fieldOf(info, 'role') !== 'slave') return 'master';
  return fieldOf(info, 'master_link_status') === 'down' ? 'cut_off_replica' : 'replica';
}

const fieldOf = (info: string, name: string): string | null =>
  new RegExp(`^${name}:([\\w.:-]{1,60})\\r?$`, 'm').exec(info)?.[1] ?? null;

const numberOf = (info: string, name: string): number | null => {
  const text = fieldOf(info, name);
  return text === null ? null : Number(text);
};

/** Whether what the bot keeps there survives a restart of Redis. That it saves at intervals CONFIG alone tells. */
export async function checkPersistence({ redis }: RedisCheckDeps): Promise<Finding[]> {
  const info = (await redis.infos('persistence'))?.join('\n') ?? '';
  const [aof, saved] = [fieldOf(info, 'aof_enabled'), fieldOf(info, 'rdb_last_bgsave_status')];
  if (aof === null || saved === null) return [];
  if (saved !== 'ok' || (aof === '1' && fieldOf(info, 'aof_last_write_status') === 'err'))
    return [{ check: 'persistence', level: 'error', is: 'last_save_failed' }];
  if (aof === '1') return [{ check: 'persistence', level: 'ok', is: 'on' }];
  const intervals = await redis.setting('save');
  if (intervals === null) return [{ check: 'persistence', level: 'ok', is: 'unknown' }];
  return intervals === ''
    ? [{ check: 'persistence', level: 'warning', is: 'off' }]
    : [{ check: 'persistence', level: 'ok', is: 'on' }];
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
