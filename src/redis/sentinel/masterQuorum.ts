import { Redis } from 'ioredis';
import { sentinelNodeOptions } from '../connect/options';
import type { SentinelRedisConfig } from '../redisConfig';
import { withTimeout } from '../timeout';

/**
 * The Sentinels' word on where the master is. A master that was replaced answers as before until a Sentinel demotes it:
 * only the Sentinels can tell.
 */
export class SentinelMasterQuorum {
  private readonly sentinels: readonly Redis[];

  constructor(private readonly config: SentinelRedisConfig) {
    this.sentinels = config.sentinels.map((at) => {
      const sentinel = new Redis({
        ...sentinelNodeOptions(config, at, 'arbwatch-master'),
        maxRetriesPerRequest: 1,
      });
      sentinel.on('error', () => undefined);
      return sentinel;
    });
  }

  /** Where it is now, as `host:port`. Throws within 1 s where that cannot be told. */
  master(): Promise<string> {
    return majority(this.sentinels.map((sentinel) => this.asked(sentinel)));
  }

  close(): void {
    for (const sentinel of this.sentinels) sentinel.disconnect();
  }

  private async asked(sentinel: Redis): Promise<string> {
    const reply = await withTimeout(() =>
      sentinel.call('sentinel', 'get-master-addr-by-name', this.config.name),
    );
    if (!Array.isArray(reply)) throw new Error(`no master is called ${this.config.name}`);
    return reply.join(':');
  }
}

/**
 * What most of those say that answer, of which there must be half or more: a Sentinel that is cut off from the others
 * goes on naming the master that they have replaced. Resolves as soon as nobody left can change it.
 */
export function majority(words: readonly Promise<string>[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const heard: string[] = [];
    let left = words.length;
    const count = (): void => {
      left -= 1;
      const [name, votes] = mostFrequent(heard);
      if (votes > words.length / 2) resolve(name);
      if (left > 0) return;
      if (heard.length < words.length / 2 || heard.length === 0)
        reject(
          new Error(
            `${heard.length} of ${words.length} Sentinels say where the master is, and half of them must`,
          ),
        );
      else if (votes > heard.length / 2) resolve(name);
      else
        reject(
          new Error(
            `the Sentinels differ about where the master is: ${[...new Set(heard)].sort().join(', ')}`,
          ),
        );
    };
    for (const word of words)
      word.then(
        (name) => {
          heard.push(name);
          count();
        },
        () => count(),
      );
  });
}

function mostFrequent(names: readonly string[]): readonly [name: string, votes: number] {
  const votes = new Map<string, number>();
  for (const name of names) votes.set(name, (votes.get(name) ?? 0) + 1);
  return [...votes].sort(([, a], [, b]) => b - a)[0] ?? ['', 0];
}
