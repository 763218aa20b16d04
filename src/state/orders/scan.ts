import type { Target } from '../keys';
import type { StateStore } from '../store';
import { ANY_REAL_ORDER_PATTERN, realOrderPattern, realOrderReader } from './keys';

/** So many keys of one target suffice to date its last trade. */
const MAX_KEYS = 200;
const SCAN_LIMIT_MS = 5_000;

/**
 * The keys of orders and executions of live targets, at most 200 each, by one SCAN of at most 5 s; `isComplete` is false
 * when that was too short. Throws StateUnavailableError.
 */
export async function scanRealOrderKeys(
  store: StateStore,
  targets: readonly Target[],
): Promise<{ readonly keys: readonly string[]; readonly isComplete: boolean }> {
  const live = targets.filter(({ mode }) => mode === 'live');
  const [first, ...others] = live;
  if (first === undefined) return { keys: [], isComplete: true };
  const timeUp = AbortSignal.timeout(SCAN_LIMIT_MS);
  const targetOf = realOrderReader(live);
  const found = new Map<Target | null, Set<string>>(live.map((target) => [target, new Set()]));
  const pattern = others.length === 0 ? realOrderPattern(first) : ANY_REAL_ORDER_PATTERN;
  for await (const page of store.scan(pattern, timeUp)) {
    for (const key of page) {
      const keys = found.get(targetOf(key));
      if (keys && keys.size < MAX_KEYS) keys.add(key);
    }
    if ([...found.values()].every(({ size }) => size === MAX_KEYS)) break;
  }
  return { keys: [...found.values()].flatMap((keys) => [...keys]), isComplete: !timeUp.aborted };
}
