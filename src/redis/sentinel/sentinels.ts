import { Redis } from 'ioredis';
import { sentinelNodeOptions } from '../connect/options';
import type { SentinelRedisConfig } from '../redisConfig';
import { withTimeout } from '../timeout';

/** Source: Redis's manual. The message is `<name> <old host> <old port> <new host> <new port>`. */
const SWITCH_MASTER_CHANNEL = '+switch-master';

/**
 * Connections of our own to all Sentinels: one each to hear of failovers, one each to ask for the master. A master that
 * hung, or was cut off, does not know for ten seconds and more that it was replaced, and answers as before: only the
 * Sentinels can tell. A Sentinel that is away is connected to again for ever.
 *
 * ioredis's `failoverDetector` is no substitute: a failover that it hears of while ioredis is asking for the master ends
 * the connection for good (`_connect` in ioredis 6.0.0 sets the status `end`), and it reconnects for other masters, too.
 * Not reported upstream; test/redis/sentinel/sentinels.test.ts shows it.
 */
export class Sentinels {
  private readonly subscribed: readonly Redis[];
  private readonly queried: readonly Redis[];

  constructor(
    private readonly config: SentinelRedisConfig,
    onFailover: () => void,
  ) {
    this.queried = this.connect('arbwatch-master', 1);
    this.subscribed = this.connect('arbwatch-failovers', null);
    for (const sentinel of this.subscribed) {
      sentinel.on('message', (_: string, text: string) => {
        if (text.startsWith(`${config.name} `)) onFailover();
      });
      sentinel.subscribe(SWITCH_MASTER_CHANNEL).catch(() => undefined);
    }
  }

  /** Where the master is by the majority, as `host:port`. Throws within 1 s where there is none. */
  master(): Promise<string> {
    return majority(this.queried.map((sentinel) => this.queryMaster(sentinel)));
  }

  close(): void {
    for (const sentinel of [...this.subscribed, ...this.queried]) sentinel.disconnect();
  }

  private connect(connectionName: string, maxRetriesPerRequest: number | null): readonly Redis[] {
    return this.config.sentinels.map((at) => {
      const options = sentinelNodeOptions(this.config, at, connectionName);
      const sentinel = new Redis({ ...options, maxRetriesPerRequest });
      sentinel.on('error', () => undefined);
      return sentinel;
    });
  }

  private async queryMaster(sentinel: Redis): Promise<string> {
    const reply = await withTimeout(() =>
      sentinel.call('sentinel', 'get-master-addr-by-name', this.config.name),
    );
    if (!Array.isArray(reply)) throw new Error(`no master is called ${this.config.name}`);
    return reply.join(':');
  }
}

/**
 * What most of those that reply say; at least half of all must reply, since a Sentinel that is cut off from the others
 * goes on naming the master that they have replaced. Resolves as soon as no further reply can change it.
 */
export function majority(queries: readonly Promise<string>[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const replies: string[] = [];
    let pending = queries.length;
    const count = (): void => {
      pending -= 1;
      const [name, votes] = mostFrequent(replies);
      if (votes > queries.length / 2) resolve(name);
      if (pending > 0) return;
      if (replies.length < queries.length / 2 || replies.length === 0)
        reject(
          new Error(
            `${replies.length} of ${queries.length} Sentinels say where the master is, and half of them must`,
          ),
        );
      else if (votes > replies.length / 2) resolve(name);
      else
        reject(
          new Error(
            `the Sentinels differ about where the master is: ${[...new Set(replies)].sort().join(', ')}`,
          ),
        );
    };
    for (const query of queries) query.then((name) => replies.push(name)).then(count, count);
  });
}

function mostFrequent(names: readonly string[]): readonly [name: string, votes: number] {
  const votes = new Map<string, number>();
  for (const name of names) votes.set(name, (votes.get(name) ?? 0) + 1);
  return [...votes].sort(([, a], [, b]) => b - a)[0] ?? ['', 0];
}
