import { between, later } from './values';

/** After a short gap the grace is given again at most this often, in ms: else a slow loop would give it for ever. */
export const GRACE_EVERY_MS = 300_000;

interface Stillness {
  /** The last sign of life. */
  readonly last: Date;
  /** From when the time without another was counted before; null where it was not. */
  readonly countedFrom: Date | null;
  /** When it was last looked for; null for never. */
  readonly judgedAt: Date | null;
}

/**
 * From when the time without a sign of life counts that may last for `limitMs`: from the last one, or from when the bot
 * began to watch without a gap, whichever is later. A gap that is short beside the limit begins it anew only once where
 * the limit is longer than the grace is rare: else gaps that come again and again would hide for ever what takes long.
 */
export function countedFrom(
  { last, countedFrom, judgedAt }: Stillness,
  watchedSince: Date,
  now: Date,
  limitMs: number,
): Date {
  const wasGiven = countedFrom !== null && countedFrom > last && countedFrom <= now;
  const isShort = judgedAt !== null && between(judgedAt, now) <= limitMs / 4;
  const isHiding = limitMs > GRACE_EVERY_MS && isShort;
  return wasGiven && isHiding ? countedFrom : later(last, watchedSince);
}
