import type {
  ClusterRedisConfig,
  RedisConfig,
  SentinelRedisConfig,
  SingleRedisConfig,
} from '../../src/redis/redisConfig';
import { connectStores, type Stores } from '../../src/storage/connect';
import { type SettableClock, settableClock } from './clock';
import { type KeptLog, keptLog } from './log';
import type { RedisCluster, SentinelGroup } from './redisGroups';
import type { RedisServer } from './redisServer';

export interface OpenedState extends Stores {
  readonly clock: SettableClock;
  readonly kept: KeptLog;
}

/** Opens states for tests of one file, and closes them after each test. */
export const stateOpener = (): ((config: RedisConfig) => OpenedState) => {
  const opened: Stores[] = [];
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((state) => state.close()));
  });
  return (config) => {
    const clock = settableClock();
    const kept = keptLog();
    const state = connectStores(config, { clock, log: kept.log });
    opened.push(state);
    return { ...state, clock, kept };
  };
};

export const singleConfig = (
  { host, port }: Pick<RedisServer, 'host' | 'port'>,
  change: Partial<SingleRedisConfig> = {},
) => ({ kind: 'single', host, port, db: 0, tls: false, ...change }) satisfies SingleRedisConfig;

export const sentinelConfig = (
  { name, sentinel }: SentinelGroup,
  change: Partial<SentinelRedisConfig> = {},
) =>
  ({
    kind: 'sentinel',
    name,
    sentinels: [{ host: sentinel.host, port: sentinel.port }],
    db: 0,
    tls: false,
    ...change,
  }) satisfies SentinelRedisConfig;

export const clusterConfig = ({ nodes }: RedisCluster, change: Partial<ClusterRedisConfig> = {}) =>
  ({
    kind: 'cluster',
    nodes: nodes.map(({ host, port }) => ({ host, port })),
    tls: false,
    ...change,
  }) satisfies ClusterRedisConfig;

/** What a promise was rejected with; throws when it was not. */
export const failureOf = async (promise: Promise<unknown>): Promise<unknown> => {
  const outcome = await promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if ('error' in outcome) return outcome.error;
  throw new Error(`It was to fail, and gave ${JSON.stringify(outcome.value)}`);
};

/** Whether the state can be read now. */
export const answers = ({ store }: Stores): Promise<boolean> =>
  store.ping().then(
    () => true,
    () => false,
  );
