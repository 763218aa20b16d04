import type { SeriesQuery } from '../../../historyReader';
import { type HistoryField, isCounter } from '../../../model/fields';
import type { HistoryGap } from '../../../model/gap';
import {
  type Aggregate,
  RESOLUTIONS,
  type Resolution,
  type Series,
  type SeriesPoint,
} from '../../../model/series';
import { spansOf } from '../../../model/spans';
import { aggregateOfValue, concat, counted } from '../../../tiers/aggregate';
import { type Interval, joinTouching, within, without } from '../../../tiers/intervals';
import type { Statements } from '../../statements';
import { type StoredDay, storedDays } from '../dayPieces';
import { type ReasonedGap, unwatchedBy } from '../watched';
import type { FieldRow } from './fieldRow';
import { readFieldRows } from './fieldRows';
import { lackingIn } from './lacking';
import { planRead } from './plan';

interface SeriesRead extends SeriesQuery {
  /** Null where there is no record of the target. */
  readonly id: number | null;
  readonly missedAfterMs: number;
}

/** `query.to` is not in the future. */
export function readSeries(db: Statements, query: SeriesRead): Series {
  const { id, target, field, missedAfterMs } = query;
  const { span, tiers, stepMs } = planRead(db, query);
  const read = (fromMs: number, toMs: number): readonly FieldRow[] =>
    id === null ? [] : readFieldRows(db, { id, field, fromMs, toMs }, tiers);
  const rows = read(span.fromMs, span.toMs);
  const days = id === null ? [] : daysBeside(rows, storedDays(db, id, span));
  const parts = days.length === 0 ? rows : [...days.map((day) => dayRow(day, field)), ...rows].sort(byStart);
  const around = [
    ...read(span.fromMs - missedAfterMs, span.fromMs).slice(-1),
    ...rows,
    ...read(span.toMs, span.toMs + missedAfterMs).slice(0, 1),
  ];
  const unwatched = without(unwatchedBy(db, { id, ...span }, missedAfterMs), days);
  const explained = [...unwatched, ...days].sort(byStart);
  const lacking = without(within(lackingIn(around, span, missedAfterMs), span), explained);
  return {
    target,
    field,
    from: new Date(span.fromMs),
    to: new Date(span.toMs),
    resolution: coarsest(parts),
    hasClosingsOnly: parts.some(({ isShared }) => isShared),
    points: pointsOf(field, parts, spansOf(span.fromMs, span.toMs, query.points, stepMs)),
    total: parts.reduce<Aggregate | null>((sum, { aggregate }) => concat(field, sum, aggregate), null),
    gaps: joinTouching([...unwatched, ...lacking].sort(byStart), isAlike).map(gapOf),
  };
}

/** A day of which closing values alone are known, by when it closed. */
const dayRow = ({ fromMs, toMs, bucket }: StoredDay, field: HistoryField): FieldRow => ({
  resolution: '1d',
  fromMs,
  toMs,
  firstMs: bucket.firstMs,
  lastMs: bucket.valuesAtMs ?? bucket.lastMs,
  isDown: false,
  isShared: true,
  aggregate: bucket.fields[field] ?? null,
});

/** The days of which nothing else is known. */
const daysBeside = (rows: readonly FieldRow[], days: readonly StoredDay[]): readonly StoredDay[] =>
  days.filter((day) => !rows.some(({ fromMs }) => fromMs >= day.fromMs && fromMs < day.toMs));

function pointsOf(
  field: HistoryField,
  rows: readonly FieldRow[],
  spans: readonly Interval[],
): readonly SeriesPoint[] {
  const points: SeriesPoint[] = [];
  let next = 0;
  for (const span of spans) {
    let sum: Aggregate | null = null;
    for (let row = rows[next]; row !== undefined && placeOf(row) < span.toMs; row = rows[next]) {
      sum = concat(field, sum, shareOf(row, span));
      next += 1;
    }
    if (sum !== null) points.push(pointOf(field, sum, span, points.at(-1)));
  }
  return points;
}

/** A day belongs to where it closed; all others lie in one span. */
const placeOf = ({ resolution, fromMs, lastMs }: FieldRow): number => (resolution === '1d' ? lastMs : fromMs);

/** Of a day that does not lie in one span, the closing value alone can be placed. */
function shareOf({ resolution, fromMs, toMs, aggregate }: FieldRow, span: Interval): Aggregate | null {
  const isWithin = resolution !== '1d' || (fromMs >= span.fromMs && toMs <= span.toMs);
  return aggregate === null || isWithin ? aggregate : aggregateOfValue(aggregate.last);
}

function pointOf(
  field: HistoryField,
  sum: Aggregate,
  { fromMs, toMs }: Interval,
  before: SeriesPoint | undefined,
): SeriesPoint {
  const since = before && isCounter(field) ? counted(before.last, sum.first) : { increase: 0, resets: 0 };
  return {
    from: new Date(fromMs),
    to: new Date(toMs),
    ...sum,
    increase: sum.increase + since.increase,
    resets: sum.resets + since.resets,
  };
}

const coarsest = (rows: readonly FieldRow[]): Resolution =>
  rows.reduce<Resolution>(
    (most, { resolution }) => (rank(resolution) > rank(most) ? resolution : most),
    'check',
  );

const rank = (resolution: Resolution): number => RESOLUTIONS.indexOf(resolution);

const byStart = (a: Interval, b: Interval): number => a.fromMs - b.fromMs;

const isAlike = (a: ReasonedGap, b: ReasonedGap): boolean => a.reason === b.reason;

export const gapOf = ({ fromMs, toMs, reason }: ReasonedGap): HistoryGap => ({
  from: new Date(fromMs),
  to: new Date(toMs),
  reason,
});
