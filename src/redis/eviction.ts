import type { Clock } from '../lib/clock';
import { memoizeFor } from '../lib/memoize';
import { StateUnavailableError } from './errors';

/** What Redis reports about evicting keys; of a cluster, what those nodes report that evict keys of any kind, if one does. */
export interface EvictionStatus {
  /** Its `maxmemory_policy`; null where INFO is denied. */
  readonly policy: string | null;
  /** How many keys were evicted since Redis started; null likewise. */
  readonly evictedKeys: number | null;
  /** True where it has a `maxmemory`, without which nothing is evicted; null likewise. */
  readonly isLimited: boolean | null;
}

/** The status, which may be a minute old. Throws StateUnavailableError. */
export type AskEviction = () => Promise<EvictionStatus>;

/** The part of a RedisClient that this reads. */
export interface InfoSource {
  /** What INFO tells in these sections, a text for each Redis that holds keys; null where it is denied. */
  infos(...sections: readonly string[]): Promise<readonly string[] | null>;
}

/** Of a store that evicts nothing, or does not tell. */
export const UNKNOWN_EVICTION: EvictionStatus = { policy: null, evictedKeys: null, isLimited: null };

const CACHED_FOR_MS = 60_000;

/** Reads the status at most once a minute. */
export const evictionOf = (redis: InfoSource, clock: Clock): AskEviction =>
  memoizeFor<void, EvictionStatus>(CACHED_FOR_MS, clock, () => readEviction(redis));

/** Reads the status now. Throws StateUnavailableError. */
export async function readEviction(redis: InfoSource): Promise<EvictionStatus> {
  const nodes = (await redis.infos('memory', 'stats'))?.map(parseStatus) ?? [];
  const evicting = nodes.filter(evictsAnyKey);
  if (evicting.length === 0) return nodes[0] ?? UNKNOWN_EVICTION;
  const known = evicting.flatMap(({ evictedKeys }) => evictedKeys ?? []);
  return {
    policy: (evicting.find(hasEvicted) ?? evicting[0])?.policy ?? null,
    evictedKeys: known.length === 0 ? null : known.reduce((sum, keys) => sum + keys, 0),
    isLimited: evicting.some(({ isLimited }) => isLimited === true),
  };
}

/** True where keys without a TTL are evicted, as those of tuning sessions are; `volatile-*` leaves them alone. */
const evictsAnyKey = ({ policy }: EvictionStatus): boolean => policy?.startsWith('allkeys-') ?? false;

const hasEvicted = (status: EvictionStatus): boolean => evictsAnyKey(status) && (status.evictedKeys ?? 0) > 0;

/** True where keys without a TTL may be evicted once its memory is full. */
export const mayEvictAnyKey = (status: EvictionStatus): boolean =>
  evictsAnyKey(status) && status.isLimited === true;

/** The same, by asking; false where Redis does not answer, or does not tell. */
export const mayEvict = async (ask: AskEviction | undefined): Promise<boolean> =>
  mayEvictAnyKey(await orUnknown(ask));

/** The policy by which keys of any kind were evicted; null where none were, or Redis does not answer or tell. */
export async function policyThatEvicted(ask: AskEviction | undefined): Promise<string | null> {
  const status = await orUnknown(ask);
  return hasEvicted(status) ? status.policy : null;
}

async function orUnknown(ask: AskEviction | undefined): Promise<EvictionStatus> {
  try {
    return (await ask?.()) ?? UNKNOWN_EVICTION;
  } catch (error) {
    if (error instanceof StateUnavailableError) return UNKNOWN_EVICTION;
    throw error;
  }
}

function parseStatus(info: string): EvictionStatus {
  const evicted = /^evicted_keys:(\d{1,15})\r?$/m.exec(info)?.[1];
  const limit = /^maxmemory:(\d{1,20})\r?$/m.exec(info)?.[1];
  return {
    policy: /^maxmemory_policy:([a-z-]{1,40})\r?$/m.exec(info)?.[1] ?? null,
    evictedKeys: evicted === undefined ? null : Number(evicted),
    isLimited: limit === undefined ? null : Number(limit) > 0,
  };
}
