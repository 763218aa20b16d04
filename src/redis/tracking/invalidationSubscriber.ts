import type { Redis } from 'ioredis';
import { tlsTo } from '../connect/tls';
import type { HostPort } from '../redisConfig';
import { asPong } from '../replies';
import { NoAnswer, withTimeout } from '../timeout';
import type { OnInvalidate } from './keyInvalidations';

/** Where a connection with RESP2 hears of changes. Source: Redis's manual, "Client-side caching". */
const INVALIDATE_CHANNEL = '__redis__:invalidate';

/** Names this run of this Redis; null where it does not tell. */
export const serverRunId = async (redis: Redis): Promise<string | null> =>
  /^run_id:(\w+)/m.exec(await redis.info('server'))?.[1] ?? null;

/** A Redis to listen at. */
export interface SubscriberTarget {
  readonly redis: Redis;
  /** Where that connection leads, if a Sentinel told it: to ask the Sentinels again may take longer than there is time. */
  readonly at: HostPort | null;
}

/**
 * A connection of its own to one Redis, which tells it of changes by CLIENT TRACKING in broadcasting mode: nothing is
 * written, nothing configured, and Redis remembers no keys for it. Once closed it stays so.
 */
export class InvalidationSubscriber {
  private closed = false;
  private ownRunId: string | null = null;
  private trouble: Error | null = null;

  private constructor(private readonly redis: Redis) {
    redis.on('error', (error: Error) => {
      this.trouble = error;
    });
    redis.on('close', () => {
      this.closed = true;
    });
  }

  /** Opens it to where `redis` leads now. Throws when it cannot be opened, or Redis refuses. */
  static async open(
    { redis, at }: SubscriberTarget,
    prefixes: readonly string[],
    tell: OnInvalidate,
  ): Promise<InvalidationSubscriber> {
    const own = redis.duplicate({
      ...(at && { ...at, sentinels: undefined, Connector: undefined }),
      ...(at && redis.options.tls && { tls: tlsTo(at.host) }),
      connectionName: 'arbwatch-changes',
      // What that one notes is where it leads itself.
      natMap: undefined,
      lazyConnect: true,
      autoResubscribe: false,
      retryStrategy: () => null,
      reconnectOnError: () => false,
    });
    const ear = new InvalidationSubscriber(own);
    own.on('messageBuffer', (_: Buffer, keys: unknown) => {
      // A message without keys says that all have gone. ioredis does not type messages that are lists.
      if (Array.isArray(keys)) for (const key of keys) tell(String(key));
      else tell(null);
    });
    try {
      await withTimeout(() => own.connect());
      await withTimeout(() => ear.listen(prefixes));
    } catch (error) {
      ear.close();
      // Where the connection was closed, the command's own error says no more than that.
      throw error instanceof NoAnswer ? error : (ear.trouble ?? error);
    }
    return ear;
  }

  /** Which run of which Redis it listens to. */
  get runId(): string | null {
    return this.ownRunId;
  }

  get isClosed(): boolean {
    return this.closed;
  }

  /**
   * Resolves when everything has been heard that Redis did before it got this: what it tells and what it replies come
   * by the same connection, in order. Throws NoAnswer after 1 s.
   */
  async caughtUp(): Promise<void> {
    await withTimeout(() => this.redis.ping().catch(asPong));
  }

  close(): void {
    this.closed = true;
    this.redis.disconnect();
  }

  private async listen(prefixes: readonly string[]): Promise<void> {
    this.ownRunId = await serverRunId(this.redis);
    const id = await this.redis.client('ID');
    const wanted = prefixes.flatMap((prefix) => ['PREFIX', prefix]);
    await this.redis.call('CLIENT', 'TRACKING', 'ON', 'REDIRECT', id, 'BCAST', ...wanted);
    await this.redis.subscribe(INVALIDATE_CHANNEL);
  }
}
