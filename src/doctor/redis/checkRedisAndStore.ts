import type { BotConfig } from '../../config';
import { type Environment, isSet, REDIS_PLACES } from '../../config/sources';
import type { Clock } from '../../lib/clock';
import type { Logger } from '../../lib/logger';
import { RedisClient } from '../../redis/client';
import { describeRedis } from '../../redis/connect/options';
import { StateUnavailableError } from '../../redis/errors';
import { RedisHealth } from '../../redis/health';
import type { RedisConfig } from '../../redis/redisConfig';
import { RedisStore } from '../../state/stores/redisStore';
import { StoreOwner } from '../../storage/storeOwner';
import type { Finding } from '../finding';
import type { RedisCheck } from './redisFinding';
import { checkReadRights } from './rightsChecks';
import {
  checkEviction,
  checkPersistence,
  checkRedisClock,
  checkRedisServer,
  type RedisCheckDeps,
  reasonOf,
} from './serverChecks';
import { checkStoreRights } from './storeChecks';
import { checkTraders } from './traderChecks';

export interface CheckRedisDeps {
  readonly clock: Clock;
  readonly log: Logger;
  /** The settings of the environment and the file, as text; null where they are not known. */
  readonly settings: Environment | null;
  /** Leaves out what takes long on many keys. */
  readonly quiet: boolean;
}

type Check = () => Promise<Finding[]>;

/** The traders' Redis, and the store in it or beside it. */
export async function checkRedisAndStore(config: BotConfig, deps: CheckRedisDeps): Promise<Finding[]> {
  const { redis: traders, store } = config;
  if (traders.kind === 'memory') return [{ check: 'redis', level: 'error', is: 'memory' }];
  const [ofTraders, ofStore] = await Promise.all([
    withClient('redis', traders, deps, (connected) => [
      () => checkReadRights(connected),
      ...(deps.quiet
        ? []
        : [() => checkTraders(config, { store: new RedisStore(connected.redis), clock: deps.clock })]),
      ...(store.redis === null ? storeIn(connected, config, deps) : [() => checkEviction(connected, false)]),
    ]),
    store.redis === null
      ? []
      : withClient('store', store.redis, deps, (connected) => storeIn(connected, config, deps)),
  ]);
  return [...defaultPlace(config, deps), ...ofTraders, ...ofStore];
}

/** A Redis that nobody named may be an empty one. */
const defaultPlace = ({ redis }: BotConfig, { settings }: CheckRedisDeps): Finding[] =>
  settings === null || REDIS_PLACES.some((name) => isSet(settings[name]))
    ? []
    : [{ check: 'redis_place', level: 'warning', is: 'default', where: describeRedis(redis) }];

/** What a store needs; a bot that stores nothing needs none. */
function storeIn(connected: RedisCheckDeps, config: BotConfig, { log }: CheckRedisDeps): Check[] {
  const { redis, where, clock } = connected;
  const { prefix, redis: own } = config.store;
  const isUsed = config.alerts !== null || own !== null;
  const traders = own === null ? null : config.redis;
  const owner = new StoreOwner({ redis, prefix, traders, where, clock, log, readsOnly: true });
  return [
    () => checkEviction(connected, isUsed),
    ...(isUsed ? [() => checkPersistence(connected)] : []),
    ...(isUsed ? [() => checkStoreRights(connected, owner, prefix)] : []),
    ...(isUsed ? [() => checkRedisClock(connected)] : []),
  ];
}

/** Whether it answers, and if so, these checks one after the other, until one finds that it does not any more. */
async function withClient(
  check: RedisCheck,
  at: RedisConfig,
  { clock, log }: CheckRedisDeps,
  checksOf: (connected: RedisCheckDeps) => readonly Check[],
): Promise<Finding[]> {
  if (at.kind === 'memory') return [];
  const role = check === 'redis' ? 'traders' : 'store';
  const redis = new RedisClient(at, new RedisHealth(clock, log, undefined, role));
  const connected = { redis, where: describeRedis(at), at, clock };
  try {
    const findings = await checkRedisServer(check, connected);
    for (const next of checksOf(connected)) {
      if (findings.some(isUnusable)) break;
      findings.push(...(await next().catch(unlessUnavailable(check, connected))));
    }
    return findings;
  } finally {
    await redis.close();
  }
}

const isUnusable = ({ is }: Finding): boolean =>
  ['denied', 'unavailable', 'refused', 'foreign', 'sentinel', 'cluster_node'].includes(is);

const unlessUnavailable =
  (check: RedisCheck, { where, at }: RedisCheckDeps) =>
  (error: unknown): Finding[] => {
    if (!(error instanceof StateUnavailableError)) throw error;
    return [{ check, level: 'error', is: 'unavailable', where, tls: at.tls, detail: reasonOf(error) }];
  };
