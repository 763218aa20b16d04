import { axisChart, type DataVisualizationBlock } from '../blockKit/dataVisualization';
import { CHART_LIMITS } from '../blockKit/slackLimits';
import { t } from '../text/catalogue';
import { type Category, categoriesOf } from './categories';
import {
  difference,
  gapsOf,
  type PlottedGap,
  type PlottedSeries,
  percentChange,
  readingsOf,
  type SeriesSummary,
  summarize,
} from './series';
import { daysText, timeLabels } from './timeLabels';

/** So many times fit side by side on a phone's screen, or nearly so. */
const DEFAULT_CATEGORIES = 12;

export interface SeriesChartOptions {
  readonly title: string;
  readonly type: 'line' | 'area' | 'bar';
  /**
   * What is plotted: the change since the first value that is plotted, in the unit or in per cent of that value, or the
   * values themselves. Slack lets nobody choose where its y axis begins: of a balance of 10,012,345 only the change is seen.
   */
  readonly plot: 'change' | 'percent' | 'value';
  /** Of the values; null where it is not known. */
  readonly unit: string | null;
  /** The IANA zone of the labels. */
  readonly zone: string;
  /** 12 unless given; Slack takes 20. */
  readonly maxCategories?: number;
}

/** A chart, and what has to be said beside it: see `chartBlocks`. */
export interface SeriesChart {
  /** Null where there are fewer than two times at which every series has a value, or where per cent make no sense. */
  readonly block: DataVisualizationBlock | null;
  /** One for each series that has readings. */
  readonly summaries: readonly SeriesSummary[];
  /** The names of those that have none. */
  readonly empty: readonly string[];
  readonly gaps: readonly (PlottedGap & { readonly series: string })[];
}

/** A chart of up to six series with gaps. No value is made up: what is plotted was read, and gaps are cut out. */
export function seriesChart(all: readonly PlottedSeries[], options: SeriesChartOptions): SeriesChart {
  const read = all
    .map((series) => ({ name: series.name, readings: readingsOf(series) }))
    .filter(({ readings }) => readings.length > 0);
  const limit = Math.min(options.maxCategories ?? DEFAULT_CATEGORIES, CHART_LIMITS.categories);
  const categories =
    read.length === 0
      ? []
      : categoriesOf(
          read.map(({ readings }) => readings),
          Math.max(limit, 2),
        );
  const [base] = categories;
  const sinceMs = Math.max(...read.map(({ readings }) => readings[0]?.at.getTime() ?? 0));
  return {
    block: base === undefined ? null : blockOf(read, categories, base, options),
    summaries: read.flatMap(({ name, readings }) => {
      const plotted = readings.filter(({ at }) => at.getTime() >= sinceMs);
      return summarize(name, plotted) ?? [];
    }),
    empty: all.map(({ name }) => name).filter((name) => !read.some((series) => series.name === name)),
    gaps: all.flatMap((series) => gapsOf(series).map((gap) => ({ ...gap, series: series.name }))),
  };
}

function blockOf(
  series: readonly { readonly name: string }[],
  categories: readonly Category[],
  base: Category,
  { title, type, plot, unit, zone }: SeriesChartOptions,
): DataVisualizationBlock | null {
  const last = categories.at(-1);
  if (last === undefined || categories.length < 2) return null;
  const plotted = (value: number, from: number): number | null => {
    if (plot === 'value') return value;
    return plot === 'change' ? difference(value, from) : percentChange(value, from);
  };
  const values = series.map((_, i) =>
    categories.map((category) => plotted(category.values[i] ?? Number.NaN, base.values[i] ?? Number.NaN)),
  );
  if (values.flat().some((value) => value === null)) return null;
  return axisChart({
    type,
    title,
    categories: timeLabels(
      categories.map(({ at }) => at),
      zone,
    ),
    series: series.map(({ name }, i) => ({ name, values: (values[i] ?? []).map(Number) })),
    xLabel: t.charts.timeAxis(zone, daysText(base.at, last.at, zone)),
    yLabel: t.charts.valueAxis(plot, unit),
  });
}
