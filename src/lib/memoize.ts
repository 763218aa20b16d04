import type { Clock } from './clock';

/**
 * `compute` with its results cached by its one argument. Only for a function that always gives the same result, which
 * nobody changes. A full cache of `max` results is emptied. For two arguments, nest it:
 * `memoize((zone: string) => memoize((minute: string) => …))`.
 */
export function memoize<K extends string | number, V>(compute: (key: K) => V, max = 1_000): (key: K) => V {
  const results = new Map<K, V>();
  return (key) => {
    const cached = results.get(key);
    if (cached !== undefined) return cached;
    const result = compute(key);
    if (results.size >= max) results.clear();
    results.set(key, result);
    return result;
  };
}

/** `memoize` by an object that nobody changes: each result is cached for as long as its object is in use. */
export function memoizeByObject<K extends object, V>(compute: (key: K) => V): (key: K) => V {
  const results = new WeakMap<K, V>();
  return (key) => {
    const cached = results.get(key);
    if (cached !== undefined) return cached;
    const result = compute(key);
    results.set(key, result);
    return result;
  };
}

/** `load` with each result cached for `ms`; callers at the same time share one call, and a failure is not cached. */
export function memoizeFor<K, V>(
  ms: number,
  clock: Pick<Clock, 'monotonicMs'>,
  load: (key: K) => Promise<V>,
): (key: K) => Promise<V> {
  const results = new Map<K, { readonly atMs: number; readonly result: Promise<V> }>();
  return (key) => {
    const cached = results.get(key);
    const nowMs = clock.monotonicMs();
    if (cached !== undefined && nowMs - cached.atMs < ms) return cached.result;
    const entry = { atMs: nowMs, result: load(key) };
    results.set(key, entry);
    entry.result.catch(() => {
      if (results.get(key) === entry) results.delete(key);
    });
    return entry.result;
  };
}
