import type { HistoryReader } from '../history/historyReader';
import type { HistoryGap } from '../history/model/gap';
import type { Fall, Resolution, Series } from '../history/model/series';
import { msBetween } from '../lib/time';
import type { TargetId } from '../state/keys';
import type { BalanceNote } from '../storage/balanceNotes';

/** What is asked of a target: the time is from `from` to `to`, which is excluded. */
export interface PeriodQuery {
  readonly target: TargetId;
  readonly from: Date;
  readonly to: Date;
}

/** A total balance, less what came and went by the notes since the first one. */
export interface BalanceReading {
  readonly at: Date;
  readonly value: number;
  /** The lowest and the highest since the reading before; absent for the first one. */
  readonly min?: number;
  readonly max?: number;
}

/** From the first recorded balance of a period to its last, without what was noted in between. */
export interface BalanceChange {
  readonly first: number;
  readonly amount: number;
  /** Of the first one; null where that is not above 0. */
  readonly percent: number | null;
}

/** How a total balance moved, without the deposits and withdrawals that people noted. */
export interface BalanceHistory {
  /** Ascending; only what was recorded. */
  readonly readings: readonly BalanceReading[];
  readonly gaps: readonly HistoryGap[];
  /** Null where no balance was recorded. */
  readonly change: BalanceChange | null;
  /** The largest fall from a peak to a later trough; null where it never fell. */
  readonly drawdown: Fall | null;
  /** Those that are left out of the change. */
  readonly notes: readonly BalanceNote[];
  /** The coarsest that went into it; lows and highs between closing values are not known. */
  readonly resolution: Resolution;
  readonly hasClosingsOnly: boolean;
}

/** So many values of a period are read: more than a chart has, so that their times are near enough. */
const POINTS = 96;

/** Rejects with HistoryUnavailableError where the history cannot be read in time, and with the signal's reason. */
export async function balanceHistory(
  history: HistoryReader,
  { target, from, to }: PeriodQuery,
  allNotes: readonly BalanceNote[],
  signal?: AbortSignal,
): Promise<BalanceHistory> {
  const notes = allNotes.filter((note) => note.target === target && note.at > from && note.at < to);
  const bounds = [from, ...notes.map(({ at }) => at), to];
  const segments = await Promise.all(
    bounds.slice(1).map((end, i) => {
      const start = bounds[i] ?? from;
      const points = Math.max(1, Math.ceil((POINTS * msBetween(start, end)) / msBetween(from, to)));
      return history.series({ target, field: 'totalBalance', from: start, to: end, points }, signal);
    }),
  );
  return fromSegments(segments, notes);
}

interface Segment {
  readonly series: Series;
  /** What came and went by the notes since the first segment with a value. */
  readonly moved: number;
}

/** The balance between two notes each: what a note says is taken off all that follows. */
function fromSegments(all: readonly Series[], notes: readonly BalanceNote[]): BalanceHistory {
  const start = all.findIndex(({ total }) => total !== null);
  const end = all.findLastIndex(({ total }) => total !== null);
  // A note before the first value, or after the last one, has moved nothing that is seen.
  const excluded = start < 0 ? [] : notes.slice(start, end);
  const segments = all.slice(Math.max(0, start), end + 1).map(
    (series, i): Segment => ({
      series,
      moved: excluded.slice(0, i).reduce((sum, { amount }) => sum + amount, 0),
    }),
  );
  return {
    readings: segments.flatMap(readingsOf),
    gaps: all.flatMap(({ gaps }) => gaps),
    change: changeOver(segments),
    drawdown: largestFall(segments),
    notes: excluded,
    resolution: coarsest(all),
    hasClosingsOnly: all.some((series) => series.hasClosingsOnly),
  };
}

function readingsOf({ series: { points }, moved }: Segment, index: number): BalanceReading[] {
  const [first] = points;
  return [
    ...(index === 0 && first !== undefined ? [{ at: first.from, value: first.first - moved }] : []),
    ...points.map(({ to, last, min, max }) => ({
      at: to,
      value: last - moved,
      min: min - moved,
      max: max - moved,
    })),
  ];
}

function changeOver(segments: readonly Segment[]): BalanceChange | null {
  const [opening, closing] = [segments[0]?.series.total, segments.at(-1)];
  if (!opening || !closing?.series.total) return null;
  const { first } = opening;
  const amount = closing.series.total.last - closing.moved - first;
  return { first, amount, percent: first > 0 ? (amount / first) * 100 : null };
}

/** Within a segment as it was recorded, and from the highest of those before to the lowest of a later one. */
function largestFall(segments: readonly Segment[]): Fall | null {
  let peak = Number.NEGATIVE_INFINITY;
  let largest: Fall | null = null;
  for (const { series, moved } of segments) {
    if (series.total === null) continue;
    const { fall, min, max } = series.total;
    const within = fall && { peak: fall.peak - moved, trough: fall.trough - moved };
    for (const each of [within, { peak, trough: min - moved }])
      if (each !== null && Number.isFinite(each.peak) && sizeOf(each) > sizeOf(largest)) largest = each;
    peak = Math.max(peak, max - moved);
  }
  return largest;
}

const sizeOf = (fall: Fall | null): number => (fall === null ? 0 : fall.peak - fall.trough);

const BY_COARSENESS: readonly Resolution[] = ['check', '5min', '1h', '1d'];

const coarsest = (all: readonly Series[]): Resolution =>
  all
    .map(({ resolution }) => resolution)
    .reduce((a, b) => (BY_COARSENESS.indexOf(a) < BY_COARSENESS.indexOf(b) ? b : a), 'check');
