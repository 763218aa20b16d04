interface Backoff {
  readonly firstMs?: number;
  readonly maxMs?: number;
  /** From 0 to 1, as Math.random gives it. */
  readonly random?: () => number;
}

/**
 * How long to wait after the given number of failures (1 or more), in ms: doubles from `firstMs` to `maxMs`, and is up
 * to half shorter at random, so that instances do not retry in step. The project's only backoff.
 */
export const backoffMs = (
  failures: number,
  { firstMs = 500, maxMs = 30_000, random = Math.random }: Backoff = {},
): number => Math.min(maxMs, firstMs * 2 ** (failures - 1)) * (1 - random() / 2);
