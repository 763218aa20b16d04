import { ClusterConnection } from './connect/cluster';
import type {
  ConnectionListener,
  ConnectionState,
  RedisCommands,
  RedisConnection,
  ScanSource,
} from './connect/connection';
import { SingleConnection } from './connect/standalone';
import type { StateUnavailableError, StoreOutage } from './errors';
import type { InfoSource } from './eviction';
import type { Failure, RedisHealth } from './health';
import type { RedisConfig } from './redisConfig';
import { describeError, OtherRedisError, reasonOf, replyCode, writeRefusalOf } from './replies';
import type { Verified, VerifiedReader } from './sentinel/verifiedRead';
import { COMMAND_TIMEOUT_MS, NoAnswer } from './timeout';
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
  private lastTrouble: unknown = null;

  constructor(
    config: RealRedisConfig,
    private readonly availability: RedisHealth,
  ) {
    const passwords = [config.password, config.kind === 'sentinel' ? config.sentinelPassword : undefined];
    this.secrets = passwords.flatMap((password) => password || []);
    this.connection =
      config.kind === 'cluster' ? new ClusterConnection(config, this) : new SingleConnection(config, this);
  }

  /** The reply to a command. */
  run<T>(command: (commands: RedisCommands) => Promise<T>): Promise<T> {
    return this.answered(command(this.connection.commands));
  }

  /**
   * As run, for a write: one that met a demoted master goes once more, to the master that ioredis turns to. `hasStored`
   * tells by the reply whether Redis took a write that it refuses where it refuses any; unless given, it did.
   */
  async write<T>(
    command: (commands: RedisCommands) => Promise<T>,
    hasStored: (reply: T) => boolean = () => true,
  ): Promise<T> {
    const { commands } = this.connection;
    const reply = await this.answered(
      command(commands).catch((error: unknown) => {
        if (writeRefusalOf(error) !== 'read_only') throw error;
        return command(commands);
      }),
    );
    if (hasStored(reply)) this.availability.wrote();
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
      return await this.write((commands) => commands.eval(lua, keys.length, ...keys, ...args), hasStored);
    } catch (error) {
      throw replyCode(error) === 'WRONGTYPE' ? this.unavailable(error) : error;
    }
  }

  /** Why Redis refused the last write; null where it took it. */
  refusal(): StoreOutage | null {
    return this.availability.refusal();
  }

  /** Every keyspace there is, as of now. */
  async scanSources(): Promise<readonly ScanSource[]> {
    // Not an answer yet: one Redis is its own keyspace, and need not be asked.
    const sources = await this.connection.scanSources().catch((error: unknown) => {
      throw this.unavailable(error);
    });
    return sources.map(
      (source): ScanSource =>
        (cursor, pattern) =>
          this.answered(source(cursor, pattern)),
    );
  }

  /** Reads once more where the connection came to lead elsewhere meanwhile, as it does at the start. */
  async attested<T>(read: () => Promise<T>): Promise<Verified<T>> {
    const first = await this.readFrom(read);
    return (
      first ?? (await this.readFrom(read)) ?? this.notAttested(new Error('it changed while it was read'))
    );
  }

  /** As InfoSource. Denied, it is nothing that keeps the state from being read. Throws StateUnavailableError. */
  async infos(...sections: readonly string[]): Promise<readonly string[] | null> {
    const reply = this.connection.infos(sections).catch((error: unknown) => {
      if (isDenied(error)) return null;
      throw error;
    });
    return this.answered(reply);
  }

  async follow(prefixes: readonly string[], tell: OnInvalidate): Promise<TrackingSubscription> {
    const following = await this.connection.follow(prefixes, tell).catch((error: unknown) => {
      if (error instanceof OtherRedisError || reasonOf(error) === 'refused')
        throw new Error(`changes cannot be followed: ${this.describe(error)}`);
      throw this.unavailable(error);
    });
    return {
      get isLost() {
        return following.isLost;
      },
      caughtUp: async () => {
        await following.caughtUp().catch((error: unknown) => {
          throw following.isLost ? new TrackingLostError() : this.unavailable(error);
        });
        if (following.isLost) throw new TrackingLostError();
      },
      stop: () => following.stop(),
    };
  }

  /** Resolves within 3 s, whatever Redis does, with nothing left open. What is still asked for fails. */
  close(): Promise<void> {
    this.availability.retire();
    return this.connection.close();
  }

  connected(): void {
    this.lastTrouble = null;
  }

  ready(): void {
    this.lastTrouble = null;
    this.availability.succeeded();
  }

  partTrouble(error: unknown): void {
    this.lastTrouble = error;
  }

  trouble(error: unknown): void {
    this.lastTrouble = error ?? this.lastTrouble;
    this.availability.failed(
      this.troubleInWords() ?? { reason: 'unreachable', detail: 'the connection was closed' },
    );
  }

  /** Null where the connection came to lead elsewhere meanwhile. */
  private async readFrom<T>(read: () => Promise<T>): Promise<Verified<T> | null> {
    const { leadsTo } = this.connection;
    const value = await read();
    const source = await this.connection.master().catch((error: unknown) => this.notAttested(error));
    return source === leadsTo ? { value, source } : null;
  }

  private notAttested(error: unknown): never {
    throw this.unavailable(error);
  }

  private answered<T>(reply: Promise<T>): Promise<T> {
    return reply.then<T, never>(this.passOn, this.explain);
  }

  private readonly passOn = <T>(value: T): T => {
    this.hasAnswered();
    return value;
  };

  private readonly explain = (error: unknown): never => {
    if (replyCode(error) !== 'WRONGTYPE') throw this.unavailable(error);
    this.hasAnswered();
    throw error;
  };

  private unavailable(error: unknown): StateUnavailableError {
    return this.availability.failed(this.failureOf(error));
  }

  private hasAnswered(): void {
    this.lastTrouble = null;
    this.availability.succeeded();
  }

  private failureOf(error: unknown): Failure {
    const reason = reasonOf(error);
    if (error instanceof NoAnswer || reason === 'slow') return this.silence();
    if (reason === null)
      return this.troubleInWords() ?? { reason: 'unreachable', detail: this.describe(error) };
    return { reason, detail: this.describe(error), isReply: replyCode(error) !== null };
  }

  private silence(): Failure {
    return this.troubleInWords() ?? SILENCE[this.connection.state()];
  }

  private troubleInWords(): Failure | null {
    if (this.lastTrouble === null) return null;
    return { reason: reasonOf(this.lastTrouble) ?? 'unreachable', detail: this.describe(this.lastTrouble) };
  }

  private describe(error: unknown): string {
    return describeError(error, this.secrets);
  }
}

/** By an ACL; or where a hosting company has taken the command away. */
const isDenied = (error: unknown): boolean => ['NOPERM', 'ERR'].includes(replyCode(error) ?? '');

const SLOW: Failure = { reason: 'slow', detail: `no answer within ${COMMAND_TIMEOUT_MS} ms` };

const SILENCE: Readonly<Record<ConnectionState, Failure>> = {
  ready: SLOW,
  greeting: SLOW,
  loading: { reason: 'loading', detail: 'it is loading its data' },
  away: { reason: 'unreachable', detail: 'not connected' },
};
