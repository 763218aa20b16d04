import { captureTypeError } from './fieldReader';
import { type Target, type TargetId, traderNamespace } from './keys';
import type { StateStore } from './store';

/** The flags and counters that alerts follow from. */
const STATS = ['live_enabled', 'live_armed', 'circuit_breaker_triggers_total', 'safety_violations_total'];
/** The same of the live metrics, which are written all the time. */
const METRICS = ['circuit_breaker_active', 'live_enabled', 'dry_run'];

/** A key that something follows from at once when it changes. */
export interface InputKey {
  readonly key: string;
  /** The trader whose key it is; null of what is no trader's. */
  readonly target: TargetId | null;
  /** The fields that matter of a hash; null of a string. */
  readonly fields: readonly string[] | null;
}

/** The flags, counters and live metrics of a trader, by its id. */
export function inputKeysOf(trader: Target, target: TargetId): readonly InputKey[] {
  const start = `${traderNamespace(trader)}:${trader.prefix}`;
  return [
    ...STATS.map((name) => ({ key: `${start}:stats:${name}`, target, fields: null })),
    { key: `${start}:metrics:live`, target, fields: METRICS },
  ];
}

/** What all of these begin with, and little else. */
export const inputPrefixesOf = (target: Target): readonly string[] =>
  ['stats:', 'metrics:live'].map((name) => `${traderNamespace(target)}:${target.prefix}:${name}`);

/** The key of a trader's portfolio, and those of its heartbeats. */
export const signKeyOf = (target: Target, sign: 'portfolio:state' | `heartbeat:${string}`): string =>
  `${traderNamespace(target)}:${target.prefix}:${sign}`;

/** What stands there, as text to compare; what cannot be read for its type has one, too. Throws StateUnavailableError. */
export async function readInput(store: StateStore, { key, fields }: InputKey): Promise<string> {
  if (fields === null) return JSON.stringify(await captureTypeError(store.string(key)));
  const { value, problems } = await captureTypeError(store.hash(key, fields));
  return JSON.stringify([fields.map((name) => value?.get(name) ?? null), problems]);
}
