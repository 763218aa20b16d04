/** How many of these, which ascend by `msOf`, are not after `ms`. */
export function countUpTo<T>(all: readonly T[], ms: number, msOf: (one: T) => number): number {
  let [low, high] = [0, all.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const one = all[middle];
    if (one !== undefined && msOf(one) <= ms) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The last of these, which ascend by `msOf`, that is not after `ms`; null for none. */
export const lastUpTo = <T>(all: readonly T[], ms: number, msOf: (one: T) => number): T | null =>
  all[countUpTo(all, ms, msOf) - 1] ?? null;
