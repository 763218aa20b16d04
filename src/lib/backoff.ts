/** The wait before try number `failures` + 1, in ms: doubling from 0.5 s to 30 s, with jitter so that copies spread. */
export const backoffMs = (failures: number): number =>
  Math.min(30_000, 500 * 2 ** (failures - 1)) * (0.5 + Math.random() / 2);
