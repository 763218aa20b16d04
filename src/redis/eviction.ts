import type { Clock } from '../lib/clock';
import { StateUnavailableError } from './errors';

/** What Redis tells of evicting keys to stay within its memory. */
export interface EvictionStatus {
  /** Its `maxmemory_policy`; of a cluster that of a node that evicts any key, if one does. Null where INFO is denied. */
  readonly policy: string | null;
  /** How many keys were evicted since Redis started, on all nodes of a cluster that evict any key. Null likewise. */
  readonly evictedKeys: number | null;
  /** True where it has a `maxmemory`, without which nothing is evicted; of a cluster, a node that evicts any key. Null likewise. */
  readonly isLimited: boolean | null;
}

/** Asks how it stands; may answer from what was known a minute ago. Throws StateUnavailableError. */
export type AskEviction = () => Promise<EvictionStatus>;

/** The part of a RedisClient that this reads. */
export interface InfoSource {
  /** What INFO tells in these sections, a text for each Redis that holds keys; null where it is denied. */
  infos(...sections: readonly string[]): Promise<readonly string[] | null>;
}

/** Of a store that evicts nothing, or does not tell. */
export const UNKNOWN_EVICTION: EvictionStatus = { policy: null, evictedKeys: null, isLimited: null };

const KNOWN_FOR_MS = 60_000;

/** Reads it now, from every node of a cluster: one that evicts any key counts for all. Throws StateUnavailableError. */
export async function readEviction(redis: InfoSource): Promise<EvictionStatus> {
  const infos = await redis.infos('memory', 'stats');
  if (infos === null) return UNKNOWN_EVICTION;
  const nodes = infos.map(statusIn);
  const evicting = nodes.filter(evictsAnyKey);
  if (evicting.length === 0) return nodes[0] ?? UNKNOWN_EVICTION;
  const known = evicting.flatMap(({ evictedKeys }) => evictedKeys ?? []);
  return {
    policy: evicting.find(hasEvicted)?.policy ?? evicting[0]?.policy ?? null,
    evictedKeys: known.length === 0 ? null : known.reduce((sum, keys) => sum + keys, 0),
    isLimited: evicting.some(({ isLimited }) => isLimited === true),
  };
}

/** The same, asked for once a minute however many ask. What could not be read is asked for again. */
export function eachMinute(read: AskEviction, clock: Clock): AskEviction {
  let last: { readonly atMs: number; readonly status: Promise<EvictionStatus> } | null = null;
  return () => {
    const nowMs = clock.monotonicMs();
    if (last === null || nowMs - last.atMs >= KNOWN_FOR_MS) {
      const asked = { atMs: nowMs, status: read() };
      last = asked;
      asked.status.catch(() => {
        if (last === asked) last = null;
      });
    }
    return last.status;
  };
}

/** True where keys without a TTL are evicted, as those of tuning sessions are; `volatile-*` leaves them alone. */
export const evictsAnyKey = ({ policy }: EvictionStatus): boolean => policy?.startsWith('allkeys-') ?? false;

/** True where keys without a TTL may be evicted once its memory is full. */
export const mayEvictAnyKey = (status: EvictionStatus): boolean =>
  evictsAnyKey(status) && status.isLimited === true;

/** The same, by asking; false where Redis does not answer, or does not tell. */
export async function mayEvict(ask: AskEviction | undefined): Promise<boolean> {
  return mayEvictAnyKey(await orUnknown(ask));
}

/** The policy by which keys of any kind were evicted; null where none were, or that is not known. Never throws for a Redis that does not answer. */
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

const hasEvicted = (status: EvictionStatus): boolean => evictsAnyKey(status) && (status.evictedKeys ?? 0) > 0;

function statusIn(info: string): EvictionStatus {
  const policy = /^maxmemory_policy:([a-z-]{1,40})\r?$/m.exec(info)?.[1] ?? null;
  const evicted = /^evicted_keys:(\d{1,15})\r?$/m.exec(info)?.[1];
  const limit = /^maxmemory:(\d{1,20})\r?$/m.exec(info)?.[1];
  return {
    policy,
    evictedKeys: evicted === undefined ? null : Number(evicted),
    isLimited: limit === undefined ? null : Number(limit) > 0,
  };
}
