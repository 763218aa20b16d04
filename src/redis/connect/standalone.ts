import { Redis } from 'ioredis';
import { CommandBatcher } from '../batch';
import type { SentinelRedisConfig, SingleRedisConfig } from '../redisConfig';
import { asPong, OtherRedisError, refusedCommand, writeRefusalOf } from '../replies';
import { FailoverSubscriber } from '../sentinel/failoverSubscriber';
import { SentinelMasterQuorum } from '../sentinel/masterQuorum';
import { withTimeout } from '../timeout';
import { serverRunId } from '../tracking/invalidationSubscriber';
import type { OnInvalidate, TrackingSubscription } from '../tracking/keyInvalidations';
import { SubscriberGroup } from '../tracking/subscriberGroup';
import {
  type ConnectionListener,
  type ConnectionState,
  infoOf,
  type RedisCommands,
  type RedisConnection,
  type ScanSource,
  scanPage,
  waitForEnd,
} from './connection';
import { hostPort, redisOptions } from './options';

/** Where one Redis refuses writes as a replica, it is connected to anew at most this often, in ms. */
const TURN_AGAIN_MS = 10_000;

/** A connection to one Redis, or to the master that a Sentinel names. It begins to connect at once, and never gives up. */
export class SingleConnection implements RedisConnection {
  readonly commands: RedisCommands;
  private readonly redis: Redis;
  private loading = false;
  private timesLost = 0;
  /** The connection is closed by ourselves, to lead to the new master. */
  private isTurning = false;
  private hasTurned = false;
  private readonly ears = new SubscriberGroup();
  private readonly failovers: FailoverSubscriber | null;
  private readonly word: SentinelMasterQuorum | null;
  private named: string | null = null;
  private led: string | null = null;

  constructor(config: SingleRedisConfig | SentinelRedisConfig, watch: ConnectionListener) {
    const redis = new Redis({
      ...redisOptions(config),
      reconnectOnError: (error) => this.isReplaced(error, config.kind),
      // The one place where ioredis tells which address a Sentinel gave it: that of the master comes last.
      natMap: (address) => {
        this.named = address;
        return null;
      },
    });
    this.redis = redis;
    const batches = new CommandBatcher(redis);
    this.commands = {
      getrange: (key, from, to) => batches.add((redis) => redis.getrange(key, from, to)),
      strlen: (key) => batches.add((redis) => redis.strlen(key)),
      hscan: (key, cursor, count) => batches.add((redis) => redis.hscan(key, cursor, 'COUNT', count)),
      hlen: (key) => batches.add((redis) => redis.hlen(key)),
      hstrlen: (key, field) => batches.add((redis) => redis.hstrlen(key, field)),
      hmget: (key, fields) => batches.add((redis) => redis.hmget(key, ...fields)),
      pttl: (key) => batches.add((redis) => redis.pttl(key)),
      set: (key, value, px, ttlMs) => batches.add((redis) => redis.set(key, value, px, ttlMs)),
      eval: (script, keyCount, ...rest) => batches.add((redis) => redis.eval(script, keyCount, ...rest)),
      ping: () => batches.add((redis) => redis.ping()).catch(asPong),
    };
    this.failovers =
      config.kind === 'sentinel' ? new FailoverSubscriber(config, () => reconnect(redis)) : null;
    this.word = config.kind === 'sentinel' ? new SentinelMasterQuorum(config) : null;
    let sentinelError: Error | null = null;
    redis.on('sentinelError', (error: Error) => {
      sentinelError = error;
    });
    redis.on('error', (error: Error) => {
      // Said after each round of the Sentinels, also of one in which none was asked; what came of each says more.
      const roundEnded = error.message.startsWith('All sentinels are unreachable');
      if (!roundEnded) watch.trouble(error);
      else if (sentinelError) watch.trouble(sentinelError);
      sentinelError = null;
      // ioredis would go on with database 0, and read what is not meant.
      if (refusedCommand(error) === 'select') redis.disconnect(true);
    });
    redis.on('connect', () => {
      this.led = this.named;
      watch.connected();
      this.askWhetherLoading();
    });
    redis.on('ready', () => watch.ready());
    redis.on('close', () => {
      this.timesLost++;
      if (!this.isTurning) watch.trouble(null);
      this.isTurning = false;
    });
  }

  /**
   * A master that became a replica refuses writes, and its name, or the Sentinels, may lead to the new one: so connect
   * anew. One Redis alone may be meant to be a replica, and is asked so only now and then.
   */
  private isReplaced(error: Error, kind: 'single' | 'sentinel'): boolean {
    if (writeRefusalOf(error) !== 'read_only' || this.hasTurned) return false;
    this.hasTurned = kind === 'single';
    setTimeout(() => {
      this.hasTurned = false;
    }, TURN_AGAIN_MS).unref();
    this.isTurning = true;
    return true;
  }

  state(): ConnectionState {
    const { status } = this.redis;
    if (status === 'ready') return 'ready';
    if (status !== 'connect') return 'away';
    return this.loading ? 'loading' : 'greeting';
  }

  get leadsTo(): string | null {
    return this.led;
  }

  async master(): Promise<string | null> {
    if (this.word === null) return null;
    const master = await this.word.master();
    if (master === this.led) return master;
    reconnect(this.redis);
    throw new Error(`the master is ${master} by the Sentinels' word, and ${this.led} was read`);
  }

  async scanSources(): Promise<readonly ScanSource[]> {
    const { timesLost } = this;
    const source: ScanSource = async (cursor, pattern) => {
      const page = await scanPage(this.redis, cursor, pattern);
      // A cursor means something else to the Redis that took over, so keys would be missing.
      if (this.timesLost !== timesLost) throw new Error('the connection was lost during a scan');
      return page;
    };
    return [source];
  }

  async infos(sections: readonly string[]): Promise<readonly string[]> {
    return [await infoOf(this.redis, sections)];
  }

  /** Lost with the connection that reads, too: the next one may lead to another Redis. */
  async follow(prefixes: readonly string[], tell: OnInvalidate): Promise<TrackingSubscription> {
    const { timesLost } = this;
    const runId = await withTimeout(() => serverRunId(this.redis));
    const at = this.led === null ? null : hostPort(this.led);
    const ears = await this.ears.listen([{ redis: this.redis, at }], prefixes, tell);
    const following = this.ears.following(ears, { isLost: () => this.timesLost !== timesLost });
    if (runId !== null && ears[0]?.runId === runId) return following;
    following.stop();
    throw new OtherRedisError('they come from another Redis than the one that is read');
  }

  async close(): Promise<void> {
    this.ears.close();
    this.failovers?.close();
    this.word?.close();
    const closed = waitForEnd(this.redis);
    this.redis.disconnect();
    await closed;
  }

  /** ioredis waits for the data to be loaded, and does not tell that this is what it waits for. */
  private askWhetherLoading(): void {
    this.loading = false;
    this.redis.info('persistence').then(
      (info) => {
        this.loading = /^loading:1/m.test(info);
      },
      () => undefined,
    );
  }
}

/** One that is told to end while it still asks where to connect gives up for good, so it is let finish that first. */
function reconnect(redis: Redis): void {
  if (redis.status === 'connecting') redis.once('connect', () => redis.disconnect(true));
  else redis.disconnect(true);
}
