import { earlier, later } from '../../lib/time';
import type { SeriesQuery } from '../historyReader';
import type { CheckRecord } from '../model/checkRecord';
import type { HistoryGap } from '../model/gap';
import type { Series, SeriesPoint } from '../model/series';
import { spansOf } from '../model/spans';
import type { WatchSettings } from '../model/watching';
import { aggregateOf } from './aggregateOf';
import { joinGaps, missing, sampleAt } from './memoryGaps';

export function memorySeries(
  checks: readonly CheckRecord[],
  query: SeriesQuery,
  settings: WatchSettings,
): Series {
  const { target, field, from, points: count } = query;
  const to = later(from, earlier(query.to, settings.clock.now()));
  const values = checks.flatMap((check) => {
    const value = sampleAt(check, target)?.values[field];
    return value === undefined || check.at < from || check.at >= to
      ? []
      : [{ at: check.at.getTime(), value }];
  });
  const points: SeriesPoint[] = [];
  for (const { fromMs, toMs } of spansOf(from.getTime(), to.getTime(), count, 1)) {
    const within = values.filter(({ at }) => at >= fromMs && at < toMs).map(({ value }) => value);
    const aggregate = aggregateOf(field, within, points.at(-1)?.last ?? null);
    if (aggregate !== null) points.push({ from: new Date(fromMs), to: new Date(toMs), ...aggregate });
  }
  return {
    target,
    field,
    from,
    to,
    resolution: 'check',
    hasClosingsOnly: false,
    points,
    total: aggregateOf(
      field,
      values.map(({ value }) => value),
    ),
    gaps: seriesGaps(checks, { ...query, to }, settings),
  };
}

function seriesGaps(
  checks: readonly CheckRecord[],
  { target, field, from, to }: SeriesQuery,
  { missedAfterMs }: WatchSettings,
): readonly HistoryGap[] {
  const since = checks.findIndex((check) => sampleAt(check, target) !== null);
  const known = since < 0 ? [] : checks.slice(since);
  const gaps: HistoryGap[] = [{ from: new Date(0), to: known[0]?.at ?? to, reason: 'no_records' }];
  for (const [i, check] of known.entries()) {
    const next = known[i + 1] ?? { ...check, at: to };
    const reason = missing({ from: check, to: next }, target, field, missedAfterMs);
    if (reason !== null) gaps.push({ from: check.at, to: next.at, reason });
  }
  return joinGaps(gaps, from, to);
}
