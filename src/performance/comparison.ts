import type { HistoryReader } from '../history/historyReader';
import type { HistoryGap } from '../history/model/gap';
import type { Series, SeriesPoint } from '../history/model/series';
import { msBetween } from '../lib/time';
import type { TargetId } from '../state/keys';
import type { BalanceNote } from '../storage/balanceNotes';
import type { BalanceReading, PeriodQuery } from './balanceHistory';

/** Two targets over the same time, without that in which either of them was not recorded. */
export interface Comparison {
  readonly from: Date;
  readonly to: Date;
  readonly sides: readonly [ComparedSide, ComparedSide];
  /** The time that is compared, in ms. */
  readonly comparedMs: number;
  /** What is left out, with whose gap it is; ascending. */
  readonly excluded: readonly ExcludedGap[];
}

export interface ComparedSide {
  readonly target: TargetId;
  /** The change since the beginning, in per cent, at the end of each span that is compared; empty where none is. */
  readonly curve: readonly BalanceReading[];
  /** In per cent; null where nothing is compared. */
  readonly percent: number | null;
  /** Within the time that is compared; null where no counter of trades was recorded. */
  readonly tradesPerHour: number | null;
  /** Why nothing of it can be compared, by the gap that is longest; null where something can. */
  readonly missing: HistoryGap['reason'] | null;
}

export interface ExcludedGap extends HistoryGap {
  readonly target: TargetId;
}

/** 24 h by spans of 5 min: what is near a gap is left out with it. */
const POINTS = 288;

/** Rejects with HistoryUnavailableError where the history cannot be read in time, and with the signal's reason. */
export async function compareTargets(
  history: HistoryReader,
  targets: readonly [TargetId, TargetId],
  { from, to }: Omit<PeriodQuery, 'target'>,
  notes: readonly BalanceNote[],
  signal?: AbortSignal,
): Promise<Comparison> {
  const span = { from, to, points: POINTS };
  const read = async (target: TargetId) =>
    Promise.all([
      history.series({ ...span, target, field: 'totalBalance' }, signal),
      history.series({ ...span, target, field: 'tradesTotal' }, signal),
    ]);
  const [a, b] = await Promise.all([read(targets[0]), read(targets[1])]);
  const gaps = [a, b].flatMap(([{ target, gaps }]) => gaps.map((gap) => ({ ...gap, target })));
  const moved = notes.filter(({ target }) => targets.includes(target)).map(({ at }) => at);
  const steps = commonSteps(a[0], b[0], gaps, moved);
  return {
    from,
    to,
    sides: [sideOf(a, steps, 0), sideOf(b, steps, 1)],
    comparedMs: steps.reduce((sum, { before, points }) => sum + msBetween(before[0].to, points[0].to), 0),
    excluded: gaps.sort((one, other) => one.from.getTime() - other.from.getTime()),
  };
}

/** From one span to the next one, of both targets. */
interface Step {
  readonly before: readonly [SeriesPoint, SeriesPoint];
  readonly points: readonly [SeriesPoint, SeriesPoint];
}

/** Both have a value at either end, and neither has a gap or a deposit between. */
function commonSteps(
  a: Series,
  b: Series,
  gaps: readonly HistoryGap[],
  moved: readonly Date[],
): readonly Step[] {
  const others = new Map(b.points.map((point) => [point.to.getTime(), point]));
  const pairs = a.points.flatMap((point): (readonly [SeriesPoint, SeriesPoint])[] => {
    const other = others.get(point.to.getTime());
    return other === undefined ? [] : [[point, other]];
  });
  return pairs.slice(1).flatMap((points, i): Step[] => {
    const before = pairs[i];
    if (before === undefined) return [];
    const [start, end] = [before[0].to, points[0].to];
    const isCut =
      gaps.some((gap) => gap.from < end && gap.to > start) || moved.some((at) => at > start && at <= end);
    return isCut || before.some(({ last }) => last <= 0) ? [] : [{ before, points }];
  });
}

function sideOf(
  [balance, trades]: readonly [Series, Series],
  steps: readonly Step[],
  side: 0 | 1,
): ComparedSide {
  let factor = 1;
  const [first] = steps;
  const curve: BalanceReading[] = first === undefined ? [] : [{ at: first.before[side].to, value: 0 }];
  for (const { before, points } of steps) {
    factor *= points[side].last / before[side].last;
    curve.push({ at: points[side].to, value: (factor - 1) * 100 });
  }
  return {
    target: balance.target,
    curve,
    percent: first === undefined ? null : (factor - 1) * 100,
    tradesPerHour: tradesPerHour(trades, steps),
    missing: first === undefined ? longestGap(balance) : null,
  };
}

function tradesPerHour(trades: Series, steps: readonly Step[]): number | null {
  const counted = new Map(trades.points.map((point) => [point.to.getTime(), point.increase]));
  const within = steps.flatMap(({ before, points }) => {
    const increase = counted.get(points[0].to.getTime());
    return increase === undefined ? [] : [{ increase, ms: msBetween(before[0].to, points[0].to) }];
  });
  const ms = within.reduce((sum, step) => sum + step.ms, 0);
  return ms === 0 ? null : within.reduce((sum, { increase }) => sum + increase, 0) / (ms / 3_600_000);
}

function longestGap({ gaps }: Series): HistoryGap['reason'] | null {
  const [longest] = [...gaps].sort((a, b) => msBetween(b.from, b.to) - msBetween(a.from, a.to));
  return longest?.reason ?? null;
}
