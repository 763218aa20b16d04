import type { Cluster, Redis } from 'ioredis';
import type { FaultName } from '../faultNames';

/** A way for the lab's own traders and probes: it fails at once instead of waiting, and is back soon. */
export type LabClient = Redis | Cluster;

/** What can be done to a Redis, each for so many ms. Resolves when it is undone as far as the lab undoes it. */
export type RedisFault = (forMs: number, pick: number) => Promise<void>;

/** Redis as the traders and the bot have it, with all that can happen to it. */
export interface RedisUnderFault {
  /** Where the bot finds it. */
  readonly env: Readonly<Record<string, string>>;
  /** By name. */
  readonly faults: Readonly<Partial<Record<FaultName, RedisFault>>>;
  /** Keys of which each part of the data holds at least one, where probes can be written. */
  readonly probeKeys: readonly string[];
  client(): LabClient;
  /** Everything is up again, in step and empty. */
  wipe(): Promise<void>;
  stop(): Promise<void>;
}

/** For single Redis, Sentinel and the nodes of a cluster alike. */
export const CLIENT = {
  maxRetriesPerRequest: 0,
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  connectTimeout: 1_000,
  commandTimeout: 800,
  socketTimeout: 1_500,
  disconnectTimeout: 100,
} as const;

export const retrySoon = (): number => 100;

/** What the lab needs of a redis-server. */
export const SERVER_ARGS = ['--appendonly', 'yes', '--enable-debug-command', 'local'] as const;
