import type { SeriesQuery } from '../../historyReader';
import { type HistoryField, isCounter } from '../../model/fields';
import type { HistoryGap } from '../../model/gap';
import {
  type Aggregate,
  RESOLUTIONS,
  type Resolution,
  type Series,
  type SeriesPoint,
} from '../../model/series';
import { spansOf } from '../../model/spans';
import { aggregateOfValue, concat, counted } from '../../tiers/aggregate';
import { type Interval, joinTouching, within, without } from '../../tiers/intervals';
import type { Statements } from '../statements';
import { type StoredDay, storedDays } from './dayPieces';
import { lackingIn } from './lacking';
import { type Piece, readPieces } from './pieces';
import { planRead } from './plan';
import { type ReasonedGap, unwatchedBy } from './watched';

interface SeriesRead extends SeriesQuery {
  /** Null where there is no record of the target. */
  readonly id: number | null;
  readonly missedAfterMs: number;
}

/** `query.to` is not in the future. */
export function readSeries(db: Statements, query: SeriesRead): Series {
  const { id, target, field, missedAfterMs } = query;
  const { span, tiers, stepMs } = planRead(db, query);
  const read = (fromMs: number, toMs: number): readonly Piece[] =>
    id === null ? [] : readPieces(db, { id, field, fromMs, toMs }, tiers);
  const pieces = read(span.fromMs, span.toMs);
  const days = id === null ? [] : daysBeside(pieces, storedDays(db, id, span));
  const parts = [...days.map(dayPart), ...pieces.map(piecePart)].sort(byStart);
  const around = [
    ...read(span.fromMs - missedAfterMs, span.fromMs).slice(-1),
    ...pieces,
    ...read(span.toMs, span.toMs + missedAfterMs).slice(0, 1),
  ];
  const unwatched = without(unwatchedBy(db, { id, ...span }, missedAfterMs), days);
  const explained = [...unwatched, ...days].sort(byStart);
  const lacking = without(within(lackingIn(around, field, span, missedAfterMs), span), explained);
  return {
    target,
    field,
    from: new Date(span.fromMs),
    to: new Date(span.toMs),
    resolution: coarsest(parts),
    hasClosingsOnly: parts.some(({ isShared }) => isShared),
    points: pointsOf(field, parts, spansOf(span.fromMs, span.toMs, query.points, stepMs)),
    total: parts.reduce<Aggregate | null>((sum, part) => concat(field, sum, part.of(field)), null),
    gaps: joinTouching([...unwatched, ...lacking].sort(byStart), isAlike).map(gapOf),
  };
}

/** A piece, or a whole day. `atMs`: when its closing value was there. */
interface Part extends Interval {
  readonly atMs: number;
  readonly resolution: Resolution;
  readonly isShared: boolean;
  of(field: HistoryField): Aggregate | null;
}

const piecePart = ({ bucket, toMs, resolution }: Piece): Part => ({
  fromMs: bucket.startMs,
  toMs,
  atMs: bucket.startMs,
  resolution,
  isShared: bucket.isShared,
  of: (field) => bucket.fields[field] ?? null,
});

const dayPart = ({ fromMs, toMs, bucket }: StoredDay): Part => ({
  fromMs,
  toMs,
  atMs: bucket.valuesAtMs ?? fromMs,
  resolution: '1d',
  isShared: true,
  of: (field) => bucket.fields[field] ?? null,
});

/** The days of which nothing else is known. */
const daysBeside = (pieces: readonly Piece[], days: readonly StoredDay[]): readonly StoredDay[] =>
  days.filter(
    ({ fromMs, toMs }) => !pieces.some(({ bucket }) => bucket.startMs >= fromMs && bucket.startMs < toMs),
  );

function pointsOf(
  field: HistoryField,
  parts: readonly Part[],
  spans: readonly Interval[],
): readonly SeriesPoint[] {
  const points: SeriesPoint[] = [];
  let next = 0;
  for (const span of spans) {
    let sum: Aggregate | null = null;
    for (let part = parts[next]; part !== undefined && part.atMs < span.toMs; part = parts[next]) {
      sum = concat(field, sum, shareOf(part, span, field));
      next += 1;
    }
    if (sum !== null) points.push(pointOf(field, sum, span, points.at(-1)));
  }
  return points;
}

/** Of a day that does not lie in one span, the closing value alone can be placed. */
function shareOf(part: Part, span: Interval, field: HistoryField): Aggregate | null {
  const aggregate = part.of(field);
  const isWithin = part.fromMs >= span.fromMs && part.toMs <= span.toMs;
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

const coarsest = (parts: readonly Part[]): Resolution =>
  parts.reduce<Resolution>(
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
