/** One way of doing a thing, to be measured beside the others. */
export interface Contender {
  readonly name: string;
  /** Does it once; resolves to how long that took, in ms. */
  readonly go: () => Promise<number>;
}

/** How long a contender took. */
export interface Timing {
  readonly name: string;
  readonly times: number;
  readonly medianMs: number;
  readonly p95Ms: number;
}

export interface Rounds {
  /** Rounds that are not counted. */
  readonly warmUp: number;
  readonly counted: number;
  /** How often each contender goes in a round. */
  readonly goesPerRound: number;
}

/** A go that is timed from its call to its end. */
export const timed = (work: () => Promise<unknown>) => async (): Promise<number> => {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
};

/**
 * Times the contenders in turns, so that whatever else the machine does falls on all of them alike. Every other round
 * has them in reverse order, so that none always comes after the same one.
 */
export async function sideBySide<Key extends string>(
  contenders: Readonly<Record<Key, Contender>>,
  rounds: Rounds,
): Promise<Record<Key, Timing>> {
  const keys = Object.keys(contenders) as Key[];
  const times = new Map(keys.map((key) => [key, [] as number[]]));
  for (let round = 0; round < rounds.warmUp + rounds.counted; round++) {
    const counts = round >= rounds.warmUp;
    for (const key of round % 2 === 0 ? keys : keys.toReversed()) {
      for (let gone = 0; gone < rounds.goesPerRound; gone++) {
        const ms = await contenders[key].go();
        if (counts) times.get(key)?.push(ms);
      }
    }
  }
  const timings = keys.map((key) => [key, timingOf(contenders[key].name, times.get(key) ?? [])]);
  return Object.fromEntries(timings) as Record<Key, Timing>;
}

function timingOf(name: string, times: readonly number[]): Timing {
  const sorted = times.toSorted((a, b) => a - b);
  return { name, times: times.length, medianMs: quantile(sorted, 0.5), p95Ms: quantile(sorted, 0.95) };
}

/** The nearest-rank quantile of sorted values. Throws when there are none. */
export function quantile(sorted: readonly number[], share: number): number {
  const value = sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
  if (value === undefined)
    throw new Error('Nothing was measured: `counted` and `goesPerRound` must be above 0');
  return value;
}
