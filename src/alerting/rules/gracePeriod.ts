import { addMs, earlier, later, msBetween } from '../../lib/time';

/** After a short gap the grace is given again at most this often, in ms: else a slow loop would give it for ever. */
export const GRACE_COOLDOWN_MS = 300_000;

/** What takes no longer is reported in the time from one grace to the next though but half of that counts, in ms. */
const SHORT_LIMIT_MS = 120_000;

/** A living trader writes each of its signs again within this time, in ms. */
export const BEAT_MS = 1_000;

/**
 * When a sign has been missing for `limitMs` while the other one goes on: the next beat of that is the proof. Null as long as there
 * is nothing to say that it is missing.
 */
export function missingAt(
  countedFrom: Date | null,
  otherWrittenAt: Date | null,
  limitMs: number,
): Date | null {
  if (countedFrom === null || otherWrittenAt === null) return null;
  const isLate = msBetween(countedFrom, otherWrittenAt) > limitMs / 3;
  return isLate ? addMs(countedFrom, limitMs + BEAT_MS) : null;
}

/**
 * After a longer pause of all signs a trader may have begun anew, in ms: then what is missing counts from its return. Half of
 * the limit, so that one which was dead for most of it has the other half to give all of its signs again.
 */
export function longestPauseMs(
  limitMs: number,
  evaluatedAt: Date | null,
  { now, downAfterMs }: Pick<WatchWindow, 'now'> & { readonly downAfterMs: number },
): number {
  // What was written between two checks is not known.
  const unseenMs = evaluatedAt === null ? 0 : 2 * msBetween(evaluatedAt, now);
  return Math.min(Math.max(limitMs / 2, unseenMs), limitMs, downAfterMs);
}

/** How the traders are watched. */
export interface WatchWindow {
  readonly now: Date;
  /**
   * Since when without a gap, but for those within 5 minutes of the last: the bot's own start, or the return of Redis.
   * Nothing that did not happen since then may be held against a target, unless it was known to be bad before.
   */
  readonly continuousSince: Date;
  /** For how long nobody looked before this check, where that does not begin the watch anew, in ms; 0 where no check was missed. */
  readonly unseenMs: number;
}

interface SilenceInput {
  /** The last sign of life. */
  readonly last: Date;
  /** From when the time without another was counted before; null where it was not. */
  readonly countedFrom: Date | null;
  /** When it was last looked for; null for never. */
  readonly evaluatedAt: Date | null;
}

/**
 * From when the time without a sign of life counts that may last for `limitMs`: from the last one, or from when the bot
 * began to watch without a gap, whichever is later. Gaps that come again and again must neither hide for ever what takes
 * long, nor make a living trader seem dead whose beats were lost in two of them:
 *
 * 1. Where the limit is long, a gap that is short beside it begins the time anew only once.
 * 2. Where it is short, the time in which nobody looked does not count, but for half of it.
 */
export function silenceStart(
  { last, countedFrom: silenceStart, evaluatedAt }: SilenceInput,
  { now, continuousSince, unseenMs }: WatchWindow,
  limitMs: number,
): Date {
  const wasGiven = silenceStart !== null && silenceStart > last && silenceStart <= now;
  const isShort = evaluatedAt !== null && msBetween(evaluatedAt, now) <= limitMs / 4;
  if (limitMs > SHORT_LIMIT_MS) return wasGiven && isShort ? silenceStart : later(last, continuousSince);
  const from = later(wasGiven ? silenceStart : last, continuousSince);
  return earlier(addMs(from, unseenMs / 2), now);
}
