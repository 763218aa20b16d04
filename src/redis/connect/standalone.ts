import { Redis } from 'ioredis';
import { CommandBatcher } from '../batch';
import type { SentinelRedisConfig, SingleRedisConfig } from '../redisConfig';
import { failedCommandName, ServerMismatchError, writeRefusalOf } from '../replies';
import { Sentinels } from '../sentinel/sentinels';
import { withTimeout } from '../timeout';
import { serverRunId } from '../tracking/invalidationSubscriber';
import type { OnInvalidate, TrackingSubscription } from '../tracking/keyInvalidations';
import { SubscriberGroup } from '../tracking/subscriberGroup';
import {
  type ConnectionListener,
  type ConnectionState,
  infoOf,
  type RedisCommand,
  type RedisConnection,
  type ScanSource,
  scanPage,
  waitForEnd,
} from './connection';
import { hostPort, redisOptions } from './options';

/** A single Redis that refuses writes as a replica is reconnected to at most this often, in ms. */
const RECONNECT_INTERVAL_MS = 10_000;

/** A connection to one Redis, or to the master that a Sentinel names. It begins to connect at once, and never gives up. */
export class SingleConnection implements RedisConnection {
  private readonly redis: Redis;
  private readonly batcher: CommandBatcher;
  private readonly subscribers = new SubscriberGroup();
  private readonly sentinels: Sentinels | null;
  private loading = false;
  private disconnects = 0;
  /** We closed the connection ourselves, to find the new master. */
  private isReconnecting = false;
  private hasReconnected = false;
  private resolvedAddress: string | null = null;
  private connectedAddress: string | null = null;

  constructor(config: SingleRedisConfig | SentinelRedisConfig, listener: ConnectionListener) {
    this.redis = new Redis({
      ...redisOptions(config),
      reconnectOnError: (error) => this.isReplaced(error, config.kind),
      // The one place where ioredis tells which address a Sentinel gave it: that of the master comes last.
      natMap: (address) => {
        this.resolvedAddress = address;
        return null;
      },
    });
    this.batcher = new CommandBatcher(this.redis);
    this.sentinels = config.kind === 'sentinel' ? new Sentinels(config, () => this.reconnect()) : null;
    this.listen(listener);
  }

  private listen(listener: ConnectionListener): void {
    const { redis } = this;
    let sentinelError: Error | null = null;
    redis.on('sentinelError', (error: Error) => {
      sentinelError = error;
    });
    redis.on('error', (error: Error) => {
      // Emitted after each round of the Sentinels, even if none was asked; the error of each says more.
      const roundEnded = error.message.startsWith('All sentinels are unreachable');
      if (!roundEnded) listener.onConnectionError(error);
      else if (sentinelError) listener.onConnectionError(sentinelError);
      sentinelError = null;
      // ioredis would go on with database 0, and read the wrong keys (https://github.com/redis/ioredis/issues/1213).
      if (failedCommandName(error) === 'select') redis.disconnect(true);
    });
    redis.on('connect', () => {
      this.connectedAddress = this.resolvedAddress;
      listener.onConnect();
      this.checkLoading();
    });
    redis.on('ready', () => listener.onReady());
    redis.on('close', () => {
      this.disconnects++;
      if (!this.isReconnecting) listener.onConnectionError(null);
      this.isReconnecting = false;
    });
  }

  /**
   * A master that became a replica refuses writes, and its name, or the Sentinels, may lead to the new one: so reconnect.
   * A single Redis may be meant to be a replica, so it is reconnected to only now and then.
   */
  private isReplaced(error: Error, kind: 'single' | 'sentinel'): boolean {
    if (writeRefusalOf(error) !== 'read_only' || this.hasReconnected) return false;
    this.hasReconnected = kind === 'single';
    setTimeout(() => {
      this.hasReconnected = false;
    }, RECONNECT_INTERVAL_MS).unref();
    this.isReconnecting = true;
    return true;
  }

  run<T>(command: RedisCommand<T>): Promise<T> {
    return this.batcher.send(command);
  }

  state(): ConnectionState {
    const { status } = this.redis;
    if (status === 'ready') return 'ready';
    if (status !== 'connect') return 'disconnected';
    return this.loading ? 'loading' : 'handshaking';
  }

  get masterAddress(): string | null {
    return this.connectedAddress;
  }

  async verifyMaster(): Promise<string | null> {
    if (this.sentinels === null) return null;
    const master = await this.sentinels.master();
    if (master === this.connectedAddress) return master;
    this.reconnect();
    throw new Error(`the master is ${master} by the Sentinels' word, and ${this.connectedAddress} was read`);
  }

  async scanSources(): Promise<readonly ScanSource[]> {
    const { disconnects } = this;
    const source: ScanSource = async (cursor, pattern) => {
      const page = await scanPage(this.redis, cursor, pattern);
      // A cursor means something else to the Redis that took over, so keys would be missing.
      if (this.disconnects !== disconnects) throw new Error('the connection was lost during a scan');
      return page;
    };
    return [source];
  }

  async infos(sections: readonly string[]): Promise<readonly string[]> {
    return [await infoOf(this.redis, sections)];
  }

  /** Also broken by a lost connection of the one that reads: the next may lead to another Redis. */
  async track(prefixes: readonly string[], onInvalidate: OnInvalidate): Promise<TrackingSubscription> {
    const { disconnects } = this;
    const runId = await withTimeout(() => serverRunId(this.redis));
    const at = this.connectedAddress === null ? null : hostPort(this.connectedAddress);
    const isBroken = () => this.disconnects !== disconnects;
    const targets = [{ redis: this.redis, at }];
    const { subscription, runIds } = await this.subscribers.open(targets, prefixes, onInvalidate, {
      isBroken,
    });
    if (runId !== null && runIds[0] === runId) return subscription;
    subscription.stop();
    throw new ServerMismatchError('invalidations come from another Redis than the one that is read');
  }

  async close(): Promise<void> {
    this.subscribers.close();
    this.sentinels?.close();
    const closed = waitForEnd(this.redis);
    this.redis.disconnect();
    await closed;
  }

  /** ioredis waits until the data is loaded, and does not tell that it does. */
  private checkLoading(): void {
    this.loading = false;
    this.redis.info('persistence').then(
      (info) => {
        this.loading = /^loading:1/m.test(info);
      },
      () => undefined,
    );
  }

  /** ioredis gives up for good when disconnected while it asks where to connect (see sentinels.ts), so wait until it has. */
  private reconnect(): void {
    const { redis } = this;
    if (redis.status === 'connecting') redis.once('connect', () => redis.disconnect(true));
    else redis.disconnect(true);
  }
}
