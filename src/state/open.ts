import type { Logger } from 'pino';
import type { Clock } from '../clock';
import { Availability } from './availability';
import type { BotStore } from './botStore';
import type { UnavailableReason } from './errors';
import { type AskEviction, eachMinute, readEviction, UNKNOWN_EVICTION } from './eviction';
import type { KeyChanges } from './keyChanges';
import type { Ledger } from './ledger';
import { MemoryBotStore } from './memoryBotStore';
import { MemoryLedger } from './memoryLedger';
import { MemoryStore } from './memoryStore';
import { RedisBotStore } from './redisBotStore';
import { RedisClient } from './redisClient';
import type { RedisConfig } from './redisConfig';
import { RedisLedger } from './redisLedger';
import { describeRedis } from './redisOptions';
import { RedisStore } from './redisStore';
import { ONLY_SOURCE, type Source } from './source';
import type { StateStore } from './store';
import { DEFAULT_BOT_PREFIX } from './tuningTotals';

/** The doors to the state, over one connection. */
export interface State {
  /** What the traders and tuners write. */
  readonly store: StateStore;
  /** Which Redis that is read from. */
  readonly source: Source;
  /** Which of it changes. */
  readonly changes: KeyChanges;
  /** Whether it evicts keys; asked for once a minute. */
  readonly eviction: AskEviction;
  /** The bot's own memory. */
  readonly botStore: BotStore;
  /** What the bot watches and still has to send. */
  readonly ledger: Ledger;
  /** Resolves within 3 s, whatever Redis does, with nothing left open. What is still asked for fails. */
  close(): Promise<void>;
}

export interface OpenStateOptions {
  readonly clock: Clock;
  /** Gets a line when Redis goes away and one when it is back, with no password in it. */
  readonly log: Logger;
  /** Hears of every failure, of a command or of the connection. */
  readonly onFailure?: (reason: UnavailableReason) => void;
  /** What the bot's own keys begin with; `arbwatch` unless given. */
  readonly botPrefix?: string;
}

/** Begins to connect and returns at once: with Redis down, it is the reads that fail, until it is back. */
export const openState = (
  config: RedisConfig,
  { clock, log, onFailure, botPrefix }: OpenStateOptions,
): State => {
  const prefix = botPrefix ?? DEFAULT_BOT_PREFIX;
  if (config.kind === 'memory') {
    const store = new MemoryStore(clock);
    return {
      store,
      source: ONLY_SOURCE,
      changes: store,
      eviction: async () => UNKNOWN_EVICTION,
      botStore: new MemoryBotStore(store, prefix),
      ledger: new MemoryLedger(store, clock),
      close: async () => undefined,
    };
  }
  const named = log.child({ redis: describeRedis(config) });
  const redis = new RedisClient(config, new Availability(clock, named, onFailure));
  return {
    store: new RedisStore(redis),
    source: redis,
    changes: redis,
    eviction: eachMinute(() => readEviction(redis), clock),
    botStore: new RedisBotStore(redis, prefix),
    ledger: new RedisLedger(redis, prefix),
    close: () => redis.close(),
  };
};
