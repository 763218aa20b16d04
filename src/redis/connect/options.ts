import type { RedisOptions as AnyRedisOptions, ClusterOptions } from 'ioredis';
import { backoffMs } from '../../lib/backoff';
import type {
  ClusterRedisConfig,
  HostPort,
  RedisConfig,
  SentinelRedisConfig,
  SingleRedisConfig,
} from '../redisConfig';
import { COMMAND_TIMEOUT_MS } from '../timeout';
import { TlsSentinelConnector, tlsTo } from './tls';

type RedisOptions = Omit<AnyRedisOptions, 'replyMapping'>;

const CONNECT_TIMEOUT_MS = 2000;
/** A connection on which nothing comes while a reply is due is dead, and made anew. */
const SOCKET_TIMEOUT_MS = 3000;

/** How long ioredis waits before the given attempt to reconnect, in ms. */
export const reconnectDelayMs = (attempt: number): number => backoffMs(attempt, { firstMs: 50, maxMs: 2000 });

const credentials = ({
  username,
  password,
}: SingleRedisConfig | SentinelRedisConfig | ClusterRedisConfig) => ({
  ...(username === undefined ? {} : { username }),
  ...(password === undefined ? {} : { password }),
});

const COMMON = {
  connectionName: 'arbwatch',
  // RESP2 has all that is needed, and servers and proxies of any age speak it.
  protocol: 2,
  // Redis 7.2 and later would note each connection of a user without the right to it in its ACL LOG.
  disableClientInfo: true,
  connectTimeout: CONNECT_TIMEOUT_MS,
  socketTimeout: SOCKET_TIMEOUT_MS,
  disconnectTimeout: 250,
} satisfies RedisOptions;

const MASTER_OPTIONS: RedisOptions = {
  ...COMMON,
  retryStrategy: reconnectDelayMs,
  // Pending commands fail at every second failed attempt to connect, and so do not pile up.
  maxRetriesPerRequest: 1,
  maxLoadingRetryTime: 200,
};

/** ioredis's options for one Redis, or for the master that a Sentinel names. */
export const redisOptions = (config: SingleRedisConfig | SentinelRedisConfig): RedisOptions =>
  config.kind === 'single'
    ? {
        ...MASTER_OPTIONS,
        ...credentials(config),
        ...(config.tls ? { tls: tlsTo(config.host) } : {}),
        host: config.host,
        port: config.port,
        db: config.db,
      }
    : { ...MASTER_OPTIONS, ...credentials(config), db: config.db, ...sentinelOptions(config) };

const sentinelOptions = ({ name, sentinels, sentinelPassword, tls }: SentinelRedisConfig): RedisOptions => ({
  name,
  sentinels: sentinels.map(({ host, port }) => ({ host, port })),
  sentinelRetryStrategy: (attempt) => backoffMs(attempt, { firstMs: 50, maxMs: 500 }),
  sentinelCommandTimeout: COMMAND_TIMEOUT_MS,
  ...(sentinelPassword === undefined ? {} : { sentinelPassword }),
  ...(tls
    ? { tls: {}, sentinelTLS: {}, enableTLSForSentinelMode: true, Connector: TlsSentinelConnector }
    : {}),
});

/** ioredis's options for a Sentinel itself, which it reconnects to for ever. */
export const sentinelNodeOptions = (
  { sentinelPassword, tls }: SentinelRedisConfig,
  { host, port }: HostPort,
  connectionName: string,
): RedisOptions => ({
  ...COMMON,
  ...(sentinelPassword === undefined ? {} : { password: sentinelPassword }),
  ...(tls ? { tls: tlsTo(host) } : {}),
  host,
  port,
  connectionName,
  enableReadyCheck: false,
  retryStrategy: reconnectDelayMs,
});

/** ioredis's options for a cluster, which tells itself which nodes there are: they do not reconnect. */
export const clusterOptions = (config: ClusterRedisConfig) =>
  ({
    enableAutoPipelining: true,
    // A script goes alone, so that it is redirected alone (https://github.com/redis/ioredis/issues/2075).
    autoPipeliningIgnoredCommands: ['eval'],
    // Commands that wait in ioredis for a cluster have no time-out and no bound: https://github.com/redis/ioredis/issues/1604.
    enableOfflineQueue: false,
    enableReadyCheck: false,
    slotsRefreshTimeout: COMMAND_TIMEOUT_MS,
    // So that a cluster that is down is reported at once, in its own words.
    retryDelayOnClusterDown: 0,
    // Certificates are for names: do not turn them into addresses.
    ...(config.tls ? { dnsLookup: (host, found) => found(null, host), natMap: withServerName } : {}),
    redisOptions: {
      ...COMMON,
      ...credentials(config),
      enableReadyCheck: false,
      // Auto-pipelining sends nothing more to a node until the last pipeline has ended.
      commandTimeout: COMMAND_TIMEOUT_MS,
    },
  }) satisfies ClusterOptions;

/** A server name for each node, which ioredis has no option for: https://github.com/redis/ioredis/issues/1114. */
const withServerName = (address: string): HostPort & { readonly tls: object } => {
  const { host, port } = hostPort(address);
  return { host, port, tls: tlsTo(host) };
};

/** The nodes of a cluster to begin with, as ioredis takes them. */
export const clusterNodes = ({ nodes, tls }: ClusterRedisConfig) =>
  nodes.map(({ host, port }) => ({ host, port, ...(tls ? { tls: tlsTo(host) } : {}) }));

/** Of `host:port`; a host of IPv6 has colons of its own. */
export const hostPort = (address: string): HostPort => {
  const colon = address.lastIndexOf(':');
  return { host: address.slice(0, colon), port: Number(address.slice(colon + 1)) };
};

/** Where Redis is, without credentials: for the log. */
export const describeRedis = (config: RedisConfig): string => {
  switch (config.kind) {
    case 'memory':
      return 'memory';
    case 'single':
      return `${config.host}:${config.port}/${config.db}`;
    case 'sentinel':
      return `${config.name} by ${config.sentinels.map(({ host, port }) => `${host}:${port}`).join(', ')}`;
    case 'cluster':
      return `cluster of ${config.nodes.map(({ host, port }) => `${host}:${port}`).join(', ')}`;
  }
};
