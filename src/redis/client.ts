import { ClusterConnection } from './connect/cluster';
import type {
  ConnectionListener,
  ConnectionState,
  RedisCommand,
  RedisConnection,
  ScanSource,
} from './connect/connection';
import { SingleConnection } from './connect/standalone';
import type { StateUnavailableError, StoreOutage } from './errors';
import type { InfoSource } from './eviction';
import type { RedisFailure, RedisHealth } from './health';
import type { RedisConfig } from './redisConfig';
import {
  asPong,
  classifyError,
  describeError,
  replyCode,
  ServerMismatchError,
  writeRefusalOf,
} from './replies';
import type { Verified, VerifiedReader } from './sentinel/verifiedRead';
import { COMMAND_TIMEOUT_MS, CommandTimeoutError } from './timeout';
import {
  type KeyTracking,
  type OnInvalidate,
  TrackingLostError,
  type TrackingSubscription,
} from './tracking/keyInvalidations';

type RealRedisConfig = Exclude<RedisConfig, { kind: 'memory' }>;

/**
 * Redis, alone, behind a Sentinel or as a cluster. Every command ends within 1 s, and fails with
 * StateUnavailableError; only a WRONGTYPE reply comes through as it is. Commands of one tick make one trip.
 */
export class RedisClient implements ConnectionListener, KeyTracking, VerifiedReader, InfoSource {
  private readonly connection: RedisConnection;
  private readonly secrets: readonly string[];
  private lastConnectionError: unknown = null;

  constructor(
    config: RealRedisConfig,
    private readonly health: RedisHealth,
  ) {
    const passwords = [config.password, config.kind === 'sentinel' ? config.sentinelPassword : undefined];
    this.secrets = passwords.flatMap((password) => password || []);
    this.connection =
      config.kind === 'cluster' ? new ClusterConnection(config, this) : new SingleConnection(config, this);
  }

  /** The reply to a command that reads. */
  read<T>(command: RedisCommand<T>): Promise<T> {
    return this.observeReply(this.connection.run(command));
  }

  /** Resolves when Redis answers, be it that it refuses writes, and with them PING. */
  async ping(): Promise<void> {
    await this.observeReply(this.connection.run((redis) => redis.ping()).catch(asPong));
  }

  /**
   * The reply to a command that writes: one that met a demoted master goes once more, to the master that ioredis turns to.
   * `hasStored` tells by the reply whether Redis took a write that it refuses where it refuses any; unless given, it did.
   */
  async write<T>(command: RedisCommand<T>, hasStored: (reply: T) => boolean = () => true): Promise<T> {
    const reply = await this.observeReply(
      this.connection.run(command).catch((error: unknown) => {
        if (writeRefusalOf(error) !== 'read_only') throw error;
        return this.connection.run(command);
      }),
    );
    if (hasStored(reply)) this.health.wrote();
    return reply;
  }

  /** As write, for a Lua script over the bot's own keys, which may only read. Fails with StateUnavailableError alone. */
  async script(
    lua: string,
    keys: readonly string[],
    args: readonly string[],
    hasStored: (reply: unknown) => boolean = () => false,
  ): Promise<unknown> {
    try {
      return await this.write((redis) => redis.eval(lua, keys.length, ...keys, ...args), hasStored);
    } catch (error) {
      throw replyCode(error) === 'WRONGTYPE' ? this.unavailable(error) : error;
    }
  }

  /** Why Redis refused the last write; null where it took it. */
  refusal(): StoreOutage | null {
    return this.health.refusal();
  }

  /** Every keyspace there is, as of now. */
  async scanSources(): Promise<readonly ScanSource[]> {
    // Not a reply yet: a single Redis is its own keyspace.
    const sources = await this.connection.scanSources().catch((error: unknown) => {
      throw this.unavailable(error);
    });
    return sources.map(
      (source): ScanSource =>
        (cursor, pattern) =>
          this.observeReply(source(cursor, pattern)),
    );
  }

  /** Reads once more where it was connected to another master meanwhile, as at the start. */
  async verifiedRead<T>(read: () => Promise<T>): Promise<Verified<T>> {
    const verified = (await this.readOnce(read)) ?? (await this.readOnce(read));
    if (verified === null) throw this.unavailable(new Error('it changed while it was read'));
    return verified;
  }

  /** As InfoSource. The state can be read even where INFO is denied. Throws StateUnavailableError. */
  async infos(...sections: readonly string[]): Promise<readonly string[] | null> {
    const reply = this.connection.infos(sections).catch((error: unknown) => {
      if (isDenied(error)) return null;
      throw error;
    });
    return this.observeReply(reply);
  }

  /** A setting of Redis; null where CONFIG is denied, as it usually is: that is no fault. Throws StateUnavailableError. */
  async setting(name: string): Promise<string | null> {
    const reply = this.connection
      .run((redis) => redis.config('GET', name))
      .catch((error: unknown) => {
        if (isDenied(error)) return null;
        throw error;
      });
    const pair: unknown = await this.observeReply(reply);
    return Array.isArray(pair) && typeof pair[1] === 'string' ? pair[1] : null;
  }

  async track(prefixes: readonly string[], onInvalidate: OnInvalidate): Promise<TrackingSubscription> {
    const subscription = await this.connection.track(prefixes, onInvalidate).catch((error: unknown) => {
      if (error instanceof ServerMismatchError || classifyError(error) === 'refused')
        throw new Error(`changes cannot be tracked: ${this.describe(error)}`);
      throw this.unavailable(error);
    });
    return {
      get isBroken() {
        return subscription.isBroken;
      },
      sync: async () => {
        await subscription.sync().catch((error: unknown) => {
          throw subscription.isBroken ? new TrackingLostError() : this.unavailable(error);
        });
        if (subscription.isBroken) throw new TrackingLostError();
      },
      stop: () => subscription.stop(),
    };
  }

  /** Resolves within 3 s, whatever Redis does, with nothing left open. Pending commands fail. */
  close(): Promise<void> {
    this.health.stop();
    return this.connection.close();
  }

  onConnect(): void {
    this.lastConnectionError = null;
  }

  onReady(): void {
    this.onReply();
  }

  onNodeError(error: unknown): void {
    this.lastConnectionError = error;
  }

  onConnectionError(error: unknown): void {
    this.lastConnectionError = error ?? this.lastConnectionError;
    this.health.failed(
      this.connectionFailure() ?? { reason: 'unreachable', detail: 'the connection was closed' },
    );
  }

  /** Null where it was connected to another master meanwhile. */
  private async readOnce<T>(read: () => Promise<T>): Promise<Verified<T> | null> {
    const { masterAddress } = this.connection;
    const value = await read();
    const source = await this.connection.verifyMaster().catch((error: unknown) => {
      throw this.unavailable(error);
    });
    return source === masterAddress ? { value, source } : null;
  }

  private observeReply<T>(reply: Promise<T>): Promise<T> {
    return reply.then<T, never>(this.onValue, this.onError);
  }

  private readonly onValue = <T>(value: T): T => {
    this.onReply();
    return value;
  };

  private readonly onError = (error: unknown): never => {
    if (replyCode(error) !== 'WRONGTYPE') throw this.unavailable(error);
    this.onReply();
    throw error;
  };

  private onReply(): void {
    this.lastConnectionError = null;
    this.health.succeeded();
  }

  private unavailable(error: unknown): StateUnavailableError {
    return this.health.failed(this.failureOf(error));
  }

  private failureOf(error: unknown): RedisFailure {
    const reason = classifyError(error);
    if (error instanceof CommandTimeoutError || reason === 'slow')
      return this.connectionFailure() ?? TIMEOUT_FAILURES[this.connection.state()];
    if (reason === null)
      return this.connectionFailure() ?? { reason: 'unreachable', detail: this.describe(error) };
    return { reason, detail: this.describe(error), isReply: replyCode(error) !== null };
  }

  private connectionFailure(): RedisFailure | null {
    const error = this.lastConnectionError;
    return error === null
      ? null
      : { reason: classifyError(error) ?? 'unreachable', detail: this.describe(error) };
  }

  private describe(error: unknown): string {
    return describeError(error, this.secrets);
  }
}

/** By an ACL; or where a hosting company has taken the command away. */
const isDenied = (error: unknown): boolean => ['NOPERM', 'ERR'].includes(replyCode(error) ?? '');

const SLOW: RedisFailure = { reason: 'slow', detail: `no answer within ${COMMAND_TIMEOUT_MS} ms` };

const TIMEOUT_FAILURES: Readonly<Record<ConnectionState, RedisFailure>> = {
  ready: SLOW,
  handshaking: SLOW,
  loading: { reason: 'loading', detail: 'it is loading its data' },
  disconnected: { reason: 'unreachable', detail: 'not connected' },
};
