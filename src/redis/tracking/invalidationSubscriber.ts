import type { Redis } from 'ioredis';
import { tlsTo } from '../connect/tls';
import type { HostPort } from '../redisConfig';
import { asPong } from '../replies';
import { CommandTimeoutError, withTimeout } from '../timeout';
import type { OnInvalidate } from './keyInvalidations';

/** Where a connection with RESP2 hears of invalidations. Source: Redis's manual, "Client-side caching". */
const INVALIDATE_CHANNEL = '__redis__:invalidate';

/** Names this run of this Redis; null where it does not tell. */
export const serverRunId = async (redis: Redis): Promise<string | null> =>
  /^run_id:(\w+)/m.exec(await redis.info('server'))?.[1] ?? null;

export interface SubscriberTarget {
  readonly redis: Redis;
  /** Where that is connected to, if a Sentinel named it: to query the Sentinels again may take too long. */
  readonly at: HostPort | null;
}

/**
 * A connection of its own to one Redis, which tells it of changed keys by CLIENT TRACKING in broadcasting mode: nothing
 * is written, nothing configured, and Redis remembers no keys for it. Once closed it stays so. It can go when ioredis has
 * client-side caching of its own: https://github.com/redis/ioredis/issues/1161.
 */
export class InvalidationSubscriber {
  private closed = false;
  private ownRunId: string | null = null;
  private lastError: Error | null = null;

  private constructor(private readonly redis: Redis) {
    redis.on('error', (error: Error) => {
      this.lastError = error;
    });
    redis.on('close', () => {
      this.closed = true;
    });
  }

  /** Opens it to where `redis` is connected now. Throws when it cannot be opened, or Redis refuses. */
  static async open(
    { redis, at }: SubscriberTarget,
    prefixes: readonly string[],
    onInvalidate: OnInvalidate,
  ): Promise<InvalidationSubscriber> {
    const own = redis.duplicate({
      ...(at && { ...at, sentinels: undefined, Connector: undefined }),
      ...(at && redis.options.tls && { tls: tlsTo(at.host) }),
      connectionName: 'arbwatch-changes',
      // What the other notes there is where it is connected itself.
      natMap: undefined,
      lazyConnect: true,
      autoResubscribe: false,
      retryStrategy: () => null,
      reconnectOnError: () => false,
    });
    const subscriber = new InvalidationSubscriber(own);
    own.on('messageBuffer', (_: Buffer, keys: unknown) => {
      // A message without keys says that all have gone. ioredis does not type messages that are lists.
      if (Array.isArray(keys)) for (const key of keys) onInvalidate(String(key));
      else onInvalidate(null);
    });
    try {
      await withTimeout(() => own.connect());
      await withTimeout(() => subscriber.enableTracking(prefixes));
    } catch (error) {
      subscriber.close();
      // Where the connection was closed, the command's own error says no more than that.
      throw error instanceof CommandTimeoutError ? error : (subscriber.lastError ?? error);
    }
    return subscriber;
  }

  /** Which run of which Redis it is connected to. */
  get runId(): string | null {
    return this.ownRunId;
  }

  get isClosed(): boolean {
    return this.closed;
  }

  /**
   * Resolves when it has heard of everything that Redis did before it got this: invalidations and replies come by the
   * same connection, in order. Throws CommandTimeoutError after 1 s.
   */
  async sync(): Promise<void> {
    await withTimeout(() => this.redis.ping().catch(asPong));
  }

  close(): void {
    this.closed = true;
    this.redis.disconnect();
  }

  private async enableTracking(prefixes: readonly string[]): Promise<void> {
    this.ownRunId = await serverRunId(this.redis);
    const id = await this.redis.client('ID');
    const wanted = prefixes.flatMap((prefix) => ['PREFIX', prefix]);
    await this.redis.call('CLIENT', 'TRACKING', 'ON', 'REDIRECT', id, 'BCAST', ...wanted);
    await this.redis.subscribe(INVALIDATE_CHANNEL);
  }
}
