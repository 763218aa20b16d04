import type { Resolution } from '../model/series';
import type { Interval } from '../tiers/intervals';
import { ceilTo, FIVE_MINUTES_MS, floorTo, HOUR_MS } from '../tiers/tiers';
import { getMark, type Mark } from './marks';
import type { Statements } from './statements';

/** A table of spans of one length. */
export interface TierTable {
  readonly resolution: Resolution;
  readonly table: 'five_minutes' | 'hours';
  readonly stepMs: number;
  /** Up to where it is summed up. */
  readonly mark: Mark;
}

export const FIVE_MINUTES: TierTable = {
  resolution: '5min',
  table: 'five_minutes',
  stepMs: FIVE_MINUTES_MS,
  mark: 'five_minutes_until',
};
export const HOURS: TierTable = { resolution: '1h', table: 'hours', stepMs: HOUR_MS, mark: 'hours_until' };

/** From the coarsest to the finest; finer are the checks themselves. */
export const TIER_TABLES: readonly TierTable[] = [HOURS, FIVE_MINUTES];

/**
 * Reads a span in pieces, ascending: whole spans of the first of `tiers`, and where they do not fit or are not summed up yet, those
 * of the others, down to the checks (null).
 */
export function readInTiers<T>(
  db: Statements,
  span: Interval,
  [tier, ...finer]: readonly TierTable[],
  read: (tier: TierTable | null, span: Interval) => readonly T[],
): readonly T[] {
  const { fromMs, toMs } = span;
  if (fromMs >= toMs) return [];
  if (tier === undefined) return read(null, span);
  const startMs = ceilTo(fromMs, tier.stepMs);
  const endMs = Math.min(floorTo(toMs, tier.stepMs), doneUntil(db, tier));
  if (startMs >= endMs) return readInTiers(db, span, finer, read);
  return [
    ...readInTiers(db, { fromMs, toMs: startMs }, finer, read),
    ...read(tier, { fromMs: startMs, toMs: endMs }),
    ...readInTiers(db, { fromMs: endMs, toMs }, finer, read),
  ];
}

/** Where no check of this instance was summed up, there may still be closing values of others. */
const doneUntil = (db: Statements, { mark }: TierTable): number =>
  getMark(db, mark) ?? (mark === 'five_minutes_until' ? Number.POSITIVE_INFINITY : 0);
