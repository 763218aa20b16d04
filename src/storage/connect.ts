import type { Logger } from 'pino';
import type { Clock } from '../lib/clock';
import { RedisClient } from '../redis/client';
import { describeRedis } from '../redis/connect/options';
import type { RedisRole, UnavailableReason } from '../redis/errors';
import { type AskEviction, evictionOf, UNKNOWN_EVICTION } from '../redis/eviction';
import { RedisHealth } from '../redis/health';
import type { RedisConfig } from '../redis/redisConfig';
import { UNVERIFIED, type VerifiedReader } from '../redis/sentinel/verifiedRead';
import type { KeyTracking } from '../redis/tracking/keyInvalidations';
import type { StateStore } from '../state/store';
import { MemoryStore } from '../state/stores/memoryStore';
import { RedisStore } from '../state/stores/redisStore';
import type { AlertStore } from './alertStore';
import type { BotStore } from './botStore';
import { MemoryAlertStore } from './memory/memoryAlertStore';
import { MemoryBotStore } from './memory/memoryBotStore';
import { MemorySharedTexts } from './memory/memorySharedTexts';
import { RedisAlertStore } from './redis/redisAlertStore';
import { RedisBotStore } from './redis/redisBotStore';
import { RedisSharedTexts } from './redis/redisSharedTexts';
import { RedisTransfer } from './redis/redisTransfer';
import { type Version01Store, version01In } from './redis/version01';
import type { SharedTexts } from './sharedTexts';
import { type ForeignStoreError, isSamePlace, StoreOwner } from './storeOwner';
import { evictingPolicyOf, IN_MEMORY, type StoreStatus } from './storeStatus';
import type { StoreTransfer } from './transfer/storeCopy';
import { DEFAULT_BOT_PREFIX } from './tuningTotals';

/** The doors to the state, over one connection, or two where what the bot keeps lies elsewhere. */
export interface Stores {
  /** What the traders and tuners write. */
  readonly store: StateStore;
  /** Which Redis that is read from. */
  readonly verifiedReads: VerifiedReader;
  /** Which of it changes. */
  readonly tracking: KeyTracking;
  /** Whether it evicts keys; asked for once a minute. */
  readonly eviction: AskEviction;
  /** The bot's own memory. */
  readonly botStore: BotStore;
  /** What the bot watches and still has to send. */
  readonly alertStore: AlertStore;
  /** What version 0.1 of the bot may have left there. */
  readonly version01?: Version01Store;
  /** What instances tell each other beside that; absent where there is no other one. */
  readonly sharedTexts?: SharedTexts;
  /** How that fares which holds both. */
  readonly storeStatus: StoreStatus;
  /** Takes all of both to another store; absent for one in this process. */
  readonly transfer?: StoreTransfer;
  /** Resolves within 3 s, whatever Redis does, with nothing left open. What is still asked for fails. */
  close(): Promise<void>;
}

export interface ConnectOptions {
  readonly clock: Clock;
  /** Gets a line when Redis goes away and one when it is back, with no password in it. */
  readonly log: Logger;
  /** Hears of every failure, of a command or of the connection. */
  readonly onFailure?: (reason: UnavailableReason) => void;
  /** What the bot's own keys begin with; `arbwatch` unless given. */
  readonly botPrefix?: string;
  /** Where the bot's own keys are; in the traders' Redis unless given. */
  readonly botRedis?: RedisConfig | null;
  /** Takes no store that is nobody's: for who only looks. */
  readonly readsOnly?: boolean;
  /** Hears that the store is another bot's, which may turn out late where it is away at the start. */
  readonly onForeignStore?: (error: ForeignStoreError) => void;
}

type Kept = Pick<
  Stores,
  'botStore' | 'alertStore' | 'sharedTexts' | 'version01' | 'storeStatus' | 'transfer' | 'close'
>;
type Read = Pick<Stores, 'store' | 'verifiedReads' | 'tracking' | 'eviction' | 'close'>;

/** Begins to connect and returns at once: with Redis down, it is the reads that fail, until it is back. */
export function connectStores(config: RedisConfig, options: ConnectOptions): Stores {
  const { botRedis = null } = options;
  const traders = openTraders(config, options);
  if (botRedis !== null) {
    const kept = openStore(botRedis, config, options);
    const close = async () => void (await Promise.all([traders.read.close(), kept.close()]));
    return { ...traders.read, ...kept, close };
  }
  const kept = traders.keep();
  return { ...kept, ...traders.read };
}

/** What is read of the traders, and what keeps the bot's own keys beside that. */
function openTraders(
  config: RedisConfig,
  options: ConnectOptions,
): { readonly read: Read; keep(): Omit<Kept, 'close'> } {
  const { clock } = options;
  if (config.kind === 'memory') {
    const store = new MemoryStore(clock);
    const close = async () => undefined;
    const eviction = async () => UNKNOWN_EVICTION;
    return {
      read: { store, verifiedReads: UNVERIFIED, tracking: store, eviction, close },
      keep: () => keptInMemory(store, false, options),
    };
  }
  const redis = clientOf(config, 'traders', options);
  return {
    read: {
      store: new RedisStore(redis),
      verifiedReads: redis,
      tracking: redis,
      eviction: evictionOf(redis, clock),
      close: () => redis.close(),
    },
    keep: () => keptIn(redis, { at: config, traders: null }, options),
  };
}

/** What keeps the bot's own keys in a Redis of their own; it may lie in the traders' after all, as by another user. */
function openStore(at: RedisConfig, traders: RedisConfig, options: ConnectOptions): Kept {
  const isSeparate = !isSamePlace(at, traders);
  if (at.kind === 'memory')
    return {
      ...keptInMemory(new MemoryStore(options.clock), isSeparate, options),
      close: async () => undefined,
    };
  const redis = clientOf(at, 'store', options);
  return {
    ...keptIn(redis, { at, traders: isSeparate ? traders : null }, options),
    close: () => redis.close(),
  };
}

const clientOf = (
  config: Exclude<RedisConfig, { kind: 'memory' }>,
  role: RedisRole,
  { clock, log, onFailure }: ConnectOptions,
): RedisClient => {
  const named = log.child({ redis: describeRedis(config) });
  // A reload may change the level. A child's changes are emitted here, too: pino's children inherit its listeners.
  log.on('level-change', (level, _value, _before, _beforeValue, changed) => {
    if (changed === log) named.level = level;
  });
  return new RedisClient(config, new RedisHealth(clock, named, onFailure, role));
};

function keptIn(
  redis: RedisClient,
  /** Where it is; and where the traders' Redis is, null where it is the same. */
  { at, traders }: { readonly at: RedisConfig; readonly traders: RedisConfig | null },
  {
    clock,
    log,
    botPrefix: prefix = DEFAULT_BOT_PREFIX,
    onForeignStore: onForeign,
    readsOnly,
  }: ConnectOptions,
): Omit<Kept, 'close'> {
  const where = describeRedis(at);
  const owner = new StoreOwner({
    redis,
    prefix,
    traders,
    where,
    clock,
    log,
    ...(readsOnly && { readsOnly }),
    ...(onForeign && { onForeign }),
  });
  const botStore = new RedisBotStore(redis, prefix);
  return {
    botStore,
    alertStore: new RedisAlertStore(redis, prefix, owner),
    sharedTexts: new RedisSharedTexts(redis, prefix, owner),
    version01: version01In(redis, prefix),
    transfer: new RedisTransfer({ redis, prefix, where, owner, clock }),
    storeStatus: {
      isSeparate: traders !== null,
      refusal: () => redis.refusal(),
      ping: () => redis.ping(),
      tryWrite: async () => {
        if (redis.refusal() !== null) await botStore.tryWrite();
      },
      claim: () => owner.claim(),
      attest: async () => {
        if (traders !== null) await redis.verifiedRead(async () => undefined);
      },
      evictingPolicy: evictingPolicyOf(redis, clock),
    },
  };
}

const keptInMemory = (
  store: MemoryStore,
  isSeparate: boolean,
  { clock, botPrefix = DEFAULT_BOT_PREFIX }: ConnectOptions,
): Omit<Kept, 'close'> => ({
  botStore: new MemoryBotStore(store, botPrefix),
  alertStore: new MemoryAlertStore(store, clock),
  sharedTexts: new MemorySharedTexts(store),
  storeStatus: { ...IN_MEMORY, isSeparate },
});
