import { Redis } from 'ioredis';
import { sentinelNodeOptions } from '../connect/options';
import type { SentinelRedisConfig } from '../redisConfig';

/** Where a Sentinel tells of a failover: `<name> <old host> <old port> <new host> <new port>`. Source: Redis's manual. */
const SWITCH_MASTER_CHANNEL = '+switch-master';

/**
 * Hears from the Sentinels when another master takes over. A master that was only hung, or cut off, does not know of it
 * for ten seconds and more, and would be read and written to meanwhile. A Sentinel that is away, or refuses, is asked
 * again, and harms nothing.
 */
export class FailoverSubscriber {
  private readonly sentinels: readonly Redis[];

  constructor(config: SentinelRedisConfig, onFailover: () => void) {
    this.sentinels = config.sentinels.map((at) => {
      const sentinel = new Redis({
        ...sentinelNodeOptions(config, at, 'arbwatch-failovers'),
        maxRetriesPerRequest: null,
      });
      sentinel.on('error', () => undefined);
      sentinel.on('message', (_: string, text: string) => {
        if (text.startsWith(`${config.name} `)) onFailover();
      });
      sentinel.subscribe(SWITCH_MASTER_CHANNEL).catch(() => undefined);
      return sentinel;
    });
  }

  close(): void {
    for (const sentinel of this.sentinels) sentinel.disconnect();
  }
}
