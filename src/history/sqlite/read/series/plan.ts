import type { SeriesQuery } from '../../../historyReader';
import type { Interval } from '../../../tiers/intervals';
import { ceilTo, FIVE_MINUTES_MS, HOUR_MS } from '../../../tiers/tiers';
import { getMark } from '../../marks';
import type { Statements } from '../../statements';
import { TIER_TABLES, type TierTable } from '../../tierTables';

export interface ReadPlan {
  /** What is asked for, or the whole buckets within it, where finer ones are no longer kept. */
  readonly span: Interval;
  /** From the coarsest that each point has at least one bucket of. */
  readonly tiers: readonly TierTable[];
  /** Points are cut at multiples of this. */
  readonly stepMs: number;
}

export function planRead(db: Statements, { from, to, points }: SeriesQuery): ReadPlan {
  const [fromMs, toMs] = [from.getTime(), to.getTime()];
  const keptMs = finestKept(db, fromMs);
  const wantedMs = Math.max(keptMs, (toMs - fromMs) / Math.max(1, points));
  const tiers = TIER_TABLES.filter(({ stepMs }) => stepMs <= wantedMs);
  return {
    span: { fromMs: Math.min(toMs, ceilTo(fromMs, keptMs)), toMs },
    tiers,
    stepMs: tiers[0]?.stepMs ?? 1,
  };
}

/** The finest that is still kept of that time, in ms; 1 for each check. */
function finestKept(db: Statements, fromMs: number): number {
  if (fromMs < (getMark(db, 'five_minutes_since') ?? 0)) return HOUR_MS;
  return fromMs < (getMark(db, 'checks_since') ?? 0) ? FIVE_MINUTES_MS : 1;
}
