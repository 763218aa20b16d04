import { type Line, richText } from '../blockKit/blocks';
import type { MessageBlock } from '../blockKit/dataVisualization';
import { t } from '../text/catalogue';
import { money } from '../text/numbers';
import type { Extreme, PlottedGap, SeriesSummary } from './series';
import type { SeriesChart, SeriesChartOptions } from './seriesChart';
import { dayText, timeText } from './timeLabels';

/** So many gaps are named, the longest ones. */
const GAPS_NAMED = 3;
const TWO_DAYS_MS = 2 * 24 * 3_600_000;

/** Of `plot`, the change unless given. */
type WordsOptions = Pick<SeriesChartOptions, 'unit' | 'zone'> & Partial<Pick<SeriesChartOptions, 'plot'>>;

/** The chart and its figures in words below it; these alone where there is no chart. */
export const chartBlocks = (chart: SeriesChart, options: WordsOptions): MessageBlock[] => {
  const lines = chartLines(chart, options);
  return [
    ...(chart.block === null ? [] : [chart.block]),
    ...(lines.length === 0 ? [] : [richText(...lines)]),
  ];
};

/** What the chart shows, in words: change, first, last, lowest and highest value of each series, and what is missing. */
export function chartLines({ summaries, empty, gaps }: SeriesChart, options: WordsOptions): Line[] {
  const isOne = summaries.length + empty.length === 1;
  return [
    ...summaries.map((summary) => summaryLine(summary, isOne ? null : summary.name, options)),
    ...(empty.length === 0 ? [] : [[t.charts.nothing(empty.join(', '))]]),
    ...(gaps.length === 0 ? [] : [gapLine(gaps, isOne, dayOf(summaries, gaps), options.zone)]),
  ];
}

/** The change from the first value that is plotted to the last: `+12,345.67 KRW (+0.12 %)`. */
export const changeText = ({ change, percent }: SeriesSummary, unit: string | null): string =>
  t.charts.change(change, percent, unit);

function summaryLine(summary: SeriesSummary, name: string | null, { unit, zone, plot }: WordsOptions): Line {
  const { first, last, lowest, highest } = summary;
  // Of a value a day, the time of day tells nothing.
  const isByDay = plot === 'value' && last.at.getTime() - first.at.getTime() >= TWO_DAYS_MS;
  const shown = ({ value, at }: Extreme): string =>
    at === null
      ? money(value, null)
      : t.charts.valueAt(money(value, null), isByDay ? dayText(at, zone) : timeText(at, last.at, zone));
  if (first === last) return [t.charts.oneReading(name, shown(first))];
  const extremes = t.charts.extremes(shown(lowest), shown(highest));
  return plot === 'value'
    ? t.charts.valueSummary(name, shown(last), extremes)
    : t.charts.summary(name, changeText(summary, unit), money(last.value, null), extremes);
}

/** The day of which the clock time alone is enough: that of the last value. */
const dayOf = ([summary]: SeriesChart['summaries'], gaps: SeriesChart['gaps']): Date =>
  summary?.last.at ?? gaps.at(-1)?.to ?? EPOCH;

const EPOCH = new Date(0);

function gapLine(gaps: SeriesChart['gaps'], isOne: boolean, day: Date, zone: string): Line {
  const longest = [...gaps].sort((a, b) => lengthOf(b) - lengthOf(a));
  const named = longest.slice(0, GAPS_NAMED).sort((a, b) => a.from.getTime() - b.from.getTime());
  const others = longest.slice(GAPS_NAMED);
  const words = named.map(({ series, from, to, gap }) =>
    t.charts.gap(
      isOne ? null : series,
      timeText(from, day, zone),
      timeText(to, isSameDay(from, to, zone) ? to : day, zone),
      gap,
    ),
  );
  return [
    t.charts.gaps(
      words,
      others.length,
      others.reduce((sum, gap) => sum + lengthOf(gap), 0),
    ),
  ];
}

/** Of two times on one day, it is named once. */
const isSameDay = (from: Date, to: Date, zone: string): boolean => dayText(from, zone) === dayText(to, zone);

const lengthOf = ({ from, to }: PlottedGap): number => to.getTime() - from.getTime();
