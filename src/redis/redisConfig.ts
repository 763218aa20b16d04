/** How to reach the Redis that holds the traders' state. src/config/redis.ts makes it from the environment. */
export type RedisConfig = MemoryConfig | SingleRedisConfig | SentinelRedisConfig | ClusterRedisConfig;

export interface HostPort {
  readonly host: string;
  readonly port: number;
}

/** No Redis at all: everything is kept in this process. For trying and for tests. */
export interface MemoryConfig {
  readonly kind: 'memory';
}

interface Credentials {
  readonly username?: string;
  readonly password?: string;
  readonly tls: boolean;
}

/** One Redis. */
export interface SingleRedisConfig extends HostPort, Credentials {
  readonly kind: 'single';
  readonly db: number;
}

/** The master that Redis Sentinel names. `username` and `password` are the master's. */
export interface SentinelRedisConfig extends Credentials {
  readonly kind: 'sentinel';
  /** The name of the master set, e.g. `mymaster`. */
  readonly name: string;
  readonly sentinels: readonly HostPort[];
  readonly sentinelPassword?: string;
  readonly db: number;
}

/** A Redis Cluster; the nodes are where to start asking for the others. A cluster has db 0 only. */
export interface ClusterRedisConfig extends Credentials {
  readonly kind: 'cluster';
  readonly nodes: readonly HostPort[];
}
