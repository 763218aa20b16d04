import { axisChart, type DataVisualizationBlock } from '../blockKit/dataVisualization';
import { CHART_LIMITS } from '../blockKit/slackLimits';
import { t } from '../text/catalogue';

interface DayBar {
  /** `2026-11-22`; of a week, its first day. */
  readonly day: string;
  readonly change: { readonly amount: number; readonly percent: number | null } | null;
}

interface DayBarsOptions {
  readonly title: string;
  /** What a bar stands for: a day or a week. */
  readonly label: string;
  readonly plot: 'change' | 'percent';
  readonly unit: string | null;
}

/** `22 Nov` of `2026-11-22`. */
export const shortDay = (day: string): string => t.performance.day(new Date(`${day}T00:00:00Z`));

/** Bars of the days on which every series has a change, the last 20 of them; null for fewer than two. All series have the same days. */
export function dayBars(
  all: readonly { readonly name: string; readonly days: readonly DayBar[] }[],
  { title, label, plot, unit }: DayBarsOptions,
): DataVisualizationBlock | null {
  const series = all.map(({ name, days }) => ({ name, days: days.slice(-CHART_LIMITS.categories) }));
  const plotted = (bar: DayBar | undefined): number | null =>
    (plot === 'change' ? bar?.change?.amount : bar?.change?.percent) ?? null;
  const categories = (series[0]?.days ?? [])
    .map(({ day }, i) => ({ day, values: series.map(({ days }) => plotted(days[i])) }))
    .filter(({ values }) => values.every((value) => value !== null));
  if (categories.length < 2) return null;
  return axisChart({
    type: 'bar',
    title,
    categories: categories.map(({ day }) => shortDay(day)),
    series: series.map(({ name }, i) => ({
      name,
      values: categories.map(({ values }) => Number(values[i])),
    })),
    xLabel: label,
    yLabel: t.charts.valueAxis(plot, unit),
  });
}
