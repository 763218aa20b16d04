import { addMs, later, msBetween } from '../../lib/time';
import type { AffectedTarget } from '../incidents/incident';
import type { FlapHistory } from './flapHistory';
import { calmAfterMs, FLAP_WITHIN_MS, type FlappingSettings } from './settings';

/** So many starts are kept. */
const STARTS_KEPT = 50;

/** Failing so often in a row, as a multiple of `unstable_after`, is unstable however long it took. */
const SLOW_FACTOR = 2;

export const isUnstable = ({ flapping }: AffectedTarget): boolean =>
  (flapping?.unstableSince ?? null) !== null;

/** Unstable, and not known to have stopped recovering. */
export const isComingAndGoing = (target: AffectedTarget): boolean =>
  isUnstable(target) && target.flapping?.isSteady !== true;

/** The history of a target that has just failed again, at `startedAt`. */
export function withRelapse(
  { startedAt: lastStartedAt, flaps, flapping }: AffectedTarget,
  startedAt: Date,
  now: Date,
  { unstableAfter, withinMs }: FlappingSettings,
): FlapHistory {
  const firstStartedAt = flapping?.firstStartedAt ?? lastStartedAt;
  const starts = [...(flapping?.starts ?? [lastStartedAt]), startedAt]
    .filter((start) => msBetween(start, now) <= withinMs)
    .slice(-STARTS_KEPT);
  const total = flaps + 2;
  const isFast = starts.length >= unstableAfter;
  const isSlow = total >= unstableAfter * SLOW_FACTOR;
  const unstableSince = flapping?.unstableSince ?? (isFast || isSlow ? now : null);
  return {
    firstStartedAt,
    foundAt: now,
    starts,
    times: isFast ? starts.length : total,
    isAtLeast: isFast && starts.length >= STARTS_KEPT,
    inMs: isFast ? withinMs : msBetween(firstStartedAt, now),
    unstableSince,
    isSteady: false,
    steadyCount: flapping?.steadyCount ?? 0,
  };
}

/** An unstable target that fails for so long does not recover by itself any more, in ms. */
const STEADY_AFTER_MS = 300_000;
const STEADY_AFTER_AT_MOST_MS = 3_600_000;

/** Each time longer, so that one that fails a little longer every time is not reported every time. */
const steadyAfterMs = ({ steadyCount }: FlapHistory): number =>
  Math.min(STEADY_AFTER_MS * 2 ** steadyCount, STEADY_AFTER_AT_MOST_MS);

/** When a target that is unstable fails for so long that people must hear of it; null for never. */
export const steadyAt = (target: AffectedTarget): Date | null =>
  target.recoveredAt === null && target.flapping !== undefined && isComingAndGoing(target)
    ? addMs(target.flapping.foundAt, steadyAfterMs(target.flapping))
    : null;

/** Whether it does now. */
export function isNewlySteady(target: AffectedTarget, now: Date): boolean {
  const at = steadyAt(target);
  return at !== null && at <= now;
}

/** When a target that has recovered has been observed to be ok for long enough to count as stable; null before it has. */
export const calmAt = (
  { recoveredAt }: AffectedTarget,
  continuousSince: Date,
  flapping: FlappingSettings,
): Date | null => recoveredAt && addMs(later(recoveredAt, continuousSince), calmAfterMs(flapping));

/** Whether a target that fails at `at` fails in the same incident: it has not recovered, or not for long. */
export const mayRelapse = (target: AffectedTarget, at: Date): boolean =>
  target.recoveredAt === null || isUnstable(target) || msBetween(target.recoveredAt, at) <= FLAP_WITHIN_MS;
