import type { Target } from '../keys';
import type { StateStore } from '../store';
import { ANY_REAL_ORDER_PATTERN, realOrderPattern, realOrderReader } from './keys';

/** So many keys of one target tell well enough when it last traded: a scan meets them in no order. */
const KEYS_A_TARGET = 200;
/** A keyspace that takes longer, in ms, is read in part. */
const WITHIN_MS = 5_000;

export interface RealOrderKeys {
  readonly keys: readonly { readonly target: Target; readonly key: string }[];
  /** False when the time was up before all keys had been passed. */
  readonly isWhole: boolean;
}

/**
 * Finds the orders and executions of live targets: at most 200 keys each, in one pass of at most `withinMs` (5 s unless
 * given). Throws StateUnavailableError.
 */
export async function scanRealOrderKeys(
  store: StateStore,
  targets: readonly Target[],
  withinMs: number = WITHIN_MS,
): Promise<RealOrderKeys> {
  const live = targets.filter(({ mode }) => mode === 'live');
  const [first, ...others] = live;
  if (first === undefined) return { keys: [], isWhole: true };
  const timeUp = AbortSignal.timeout(withinMs);
  const targetOf = realOrderReader(live);
  const found = new Map<Target, Set<string>>(live.map((target) => [target, new Set()]));
  const keysFound = () => [...found].flatMap(([target, keys]) => [...keys].map((key) => ({ target, key })));
  const pattern = others.length === 0 ? realOrderPattern(first) : ANY_REAL_ORDER_PATTERN;
  for await (const page of store.scan(pattern, timeUp)) {
    for (const key of page) {
      const target = targetOf(key);
      const keys = target && found.get(target);
      if (keys && keys.size < KEYS_A_TARGET) keys.add(key);
    }
    if ([...found.values()].every(({ size }) => size === KEYS_A_TARGET))
      return { keys: keysFound(), isWhole: true };
  }
  return { keys: keysFound(), isWhole: !timeUp.aborted };
}
