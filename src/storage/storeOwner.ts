import { createHash } from 'node:crypto';
import type { Logger } from 'pino';
import type { Clock } from '../lib/clock';
import { isWriteRefusal, StateUnavailableError } from '../redis/errors';
import type { RedisConfig } from '../redis/redisConfig';

/** The store belongs to a bot of another traders' Redis. The message says what to do, and holds no secret. */
export class ForeignStoreError extends Error {
  constructor(where: string, prefix: string) {
    super(
      `The store at ${where} belongs to a bot of another traders' Redis: its alerts would be taken for those of this one. ` +
        `Set STORE_PREFIX to another word than ${prefix}, or name another store. If it is the same bot, and its traders' ` +
        `Redis has moved, remove the key ${ownerKey(prefix)} in the store (redis-cli DEL '${ownerKey(prefix)}') and start again.`,
    );
    this.name = 'ForeignStoreError';
  }
}

/** E.g. `{arbwatch}:owner`. */
export const ownerKey = (prefix: string): string => `{${prefix}}:owner`;

/** Whose store it is that lies in the traders' own Redis, however that is reached. */
const HERE = ['here'];

/**
 * What tells one traders' Redis from another: a digest of each way to it. It is the same Redis where any is in common, so
 * that the order does not matter, and Sentinels and nodes may come and go one by one.
 */
export function fingerprintsOf(config: RedisConfig): readonly string[] {
  const digests = waysTo(config).map((way) => createHash('sha256').update(way).digest('hex').slice(0, 16));
  return [...new Set(digests)].sort();
}

/** Whether two configurations lead to the same Redis, by what they name. */
export const isSamePlace = (a: RedisConfig, b: RedisConfig): boolean => {
  const others = new Set(fingerprintsOf(b));
  return fingerprintsOf(a).some((each) => others.has(each));
};

function waysTo(config: RedisConfig): string[] {
  switch (config.kind) {
    case 'memory':
      return ['memory'];
    case 'single':
      return [`${named(config)}/${config.db}`];
    case 'sentinel':
      return config.sentinels.map((at) => `sentinel ${named(at)} ${config.name}/${config.db}`);
    case 'cluster':
      return config.nodes.map((at) => `cluster ${named(at)}`);
  }
}

function named({ host, port }: { readonly host: string; readonly port: number }): string {
  const name = host.toLowerCase();
  return `${['127.0.0.1', '::1'].includes(name) ? 'localhost' : name}:${port}`;
}

/**
 * KEYS: the owner's. ARGV: whether to take what is nobody's; the digests of this bot's traders' Redis. 1 when the store is
 * this bot's, or nobody's; 0 when it is another's.
 */
const CLAIM_STORE = `
local mine = table.concat(ARGV, ' ', 2)
local owner = redis.call('GET', KEYS[1])
if owner == mine then return 1 end
local isMine = not owner
for digest in string.gmatch(owner or '', '%S+') do
  for i = 2, #ARGV do isMine = isMine or digest == ARGV[i] end
end
if not isMine then return 0 end
if ARGV[1] == 'take' then redis.call('SET', KEYS[1], mine) end
return 1
`;

/** The store may lose its data, and with it whose it is; so often that is written anew, in ms. */
const CLAIMED_FOR_MS = 60_000;

interface Script {
  script(lua: string, keys: readonly string[], args: readonly string[]): Promise<unknown>;
}

export interface StoreOwnerDeps {
  readonly redis: Script;
  readonly prefix: string;
  /** The traders' Redis; null where the store lies in it. */
  readonly traders: RedisConfig | null;
  /** Where the store is, for people. */
  readonly where: string;
  readonly clock: Clock;
  /** Who only reads takes no store that is nobody's. */
  readonly readsOnly?: boolean;
  /** Hears of it when the store turns out to be another's. */
  readonly onForeign?: (error: ForeignStoreError) => void;
  readonly log: Logger;
}

/** Sees to it that the store is used by the bots of one traders' Redis alone. */
export class StoreOwner {
  private claimedAtMs: number | null = null;
  private claiming: Promise<void> | null = null;
  private hasLogged = false;

  constructor(private readonly deps: StoreOwnerDeps) {}

  /** To be awaited before the store is used. Throws ForeignStoreError, and StateUnavailableError until it is known. */
  async ensure(): Promise<void> {
    if (this.claimedAtMs === null) return this.claim();
    const sinceMs = Math.abs(this.deps.clock.now().getTime() - this.claimedAtMs);
    // Who has used it for long goes on, whoever may have come meanwhile.
    if (sinceMs >= CLAIMED_FOR_MS) void this.claim().catch(() => undefined);
  }

  /** Throws ForeignStoreError, StateUnavailableError. */
  claim(): Promise<void> {
    this.claiming ??= this.claimOnce().finally(() => {
      this.claiming = null;
    });
    return this.claiming;
  }

  private async claimOnce(): Promise<void> {
    const { redis, prefix, traders, where, clock, onForeign, readsOnly = false } = this.deps;
    const own = [readsOnly ? 'look' : 'take', ...(traders === null ? HERE : fingerprintsOf(traders))];
    const isFirst = this.claimedAtMs === null;
    if (!isFirst) this.claimedAtMs = clock.now().getTime();
    try {
      const reply = await redis.script(CLAIM_STORE, [ownerKey(prefix)], own);
      if (reply === 1) {
        this.claimedAtMs = clock.now().getTime();
        return;
      }
    } catch (error) {
      // It is nobody's, or ours, and only cannot be written: what it holds may be read.
      if (error instanceof StateUnavailableError && isWriteRefusal(error.reason)) return;
      throw error;
    }
    const error = new ForeignStoreError(where, prefix);
    if (isFirst) onForeign?.(error);
    else this.logOnce(error);
    throw error;
  }

  /** After a loss of its data another bot may have come first. */
  private logOnce(error: ForeignStoreError): void {
    if (!this.hasLogged) this.deps.log.error({ err: error }, 'another bot uses the same store now');
    this.hasLogged = true;
  }
}
