import type { KnownBlock } from '@slack/types';
import { sanitize } from './escape';
import { CHART_LIMITS } from './slackLimits';

/*
 * Slack's chart block, of June 2026, which `@slack/types` 3.2 does not have. Slack chooses its colours, its size and the
 * range of its y axis, and has no way to leave a category of a series empty.
 */

interface ChartPoint {
  /** One of the categories. */
  readonly label: string;
  readonly value: number;
}

interface ChartSeries {
  readonly name: string;
  /** One for each category, in their order. */
  readonly data: readonly ChartPoint[];
}

/** A chart with two axes. */
export interface AxisChart {
  readonly type: 'line' | 'bar' | 'area';
  readonly series: readonly ChartSeries[];
  readonly axis_config: {
    readonly categories: readonly string[];
    readonly x_label?: string;
    readonly y_label?: string;
  };
}

export interface PieChart {
  readonly type: 'pie';
  /** Their values are above 0. */
  readonly segments: readonly ChartPoint[];
}

export interface DataVisualizationBlock {
  readonly type: 'data_visualization';
  readonly block_id?: string;
  readonly title: string;
  readonly chart: AxisChart | PieChart;
}

/** Any block that a message may have. */
export type MessageBlock = KnownBlock | DataVisualizationBlock;

/** What a chart with two axes shows. Its texts may come from outside, and are cut where they are too long. */
export interface AxisChartContent {
  readonly type: AxisChart['type'];
  readonly title: string;
  readonly categories: readonly string[];
  /** One finite value for each category. */
  readonly series: readonly { readonly name: string; readonly values: readonly number[] }[];
  readonly xLabel: string;
  readonly yLabel: string;
}

/** A line, bar or area chart. One that Slack would refuse is left out of its message (`clampBlocks.ts`). */
export function axisChart(content: AxisChartContent): DataVisualizationBlock {
  const categories = uniqueNames(content.categories);
  const names = uniqueNames(content.series.map(({ name }) => name));
  return {
    type: 'data_visualization',
    title: sanitize(content.title, CHART_LIMITS.title),
    chart: {
      type: content.type,
      series: content.series.map(({ values }, i) => ({
        name: names[i] ?? '',
        data: values.map((value, at) => ({ label: categories[at] ?? '', value })),
      })),
      axis_config: {
        categories,
        x_label: sanitize(content.xLabel, CHART_LIMITS.axisLabel),
        y_label: sanitize(content.yLabel, CHART_LIMITS.axisLabel),
      },
    },
  };
}

/** A pie chart. One that Slack would refuse is left out of its message. */
export function pieChart(
  title: string,
  segments: readonly { readonly name: string; readonly value: number }[],
): DataVisualizationBlock {
  const names = uniqueNames(segments.map(({ name }) => name));
  return {
    type: 'data_visualization',
    title: sanitize(title, CHART_LIMITS.title),
    chart: { type: 'pie', segments: segments.map(({ value }, i) => ({ label: names[i] ?? '', value })) },
  };
}

/** The names as Slack takes them: cut, and where two are the same then, with a number at the end. */
function uniqueNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let unique = sanitize(name, CHART_LIMITS.name);
    for (let n = 2; taken.has(unique); n += 1) {
      const end = ` ${n}`;
      unique = `${sanitize(name, CHART_LIMITS.name - end.length)}${end}`;
    }
    taken.add(unique);
    return unique;
  });
}

/** Why Slack would refuse the chart; null where it would not. */
export function chartProblem({ title, chart }: DataVisualizationBlock): string | null {
  if (!fits(title, CHART_LIMITS.title)) return 'the length of its title';
  return chart.type === 'pie' ? pieProblem(chart) : axisProblem(chart);
}

function pieProblem({ segments }: PieChart): string | null {
  if (!areNames(segments.map(({ label }) => label))) return 'the names of its segments';
  if (!isCount(segments.length, CHART_LIMITS.segments)) return 'the number of its segments';
  return segments.every(({ value }) => Number.isFinite(value) && value > 0)
    ? null
    : 'a segment that is not above 0';
}

function axisProblem({ series, axis_config: { categories, x_label, y_label } }: AxisChart): string | null {
  if (!isCount(categories.length, CHART_LIMITS.categories)) return 'the number of its categories';
  if (!isCount(series.length, CHART_LIMITS.series)) return 'the number of its series';
  if (!areNames(categories)) return 'the names of its categories';
  if (!areNames(series.map(({ name }) => name))) return 'the names of its series';
  if (![x_label, y_label].every((label) => label === undefined || fits(label, CHART_LIMITS.axisLabel)))
    return 'the length of an axis label';
  const isWhole = ({ data }: ChartSeries): boolean =>
    data.length === categories.length &&
    data.every(({ label, value }, i) => label === categories[i] && Number.isFinite(value));
  return series.every(isWhole) ? null : 'a series without one number for each category';
}

const fits = (text: string, limit: number): boolean => text !== '' && text.length <= limit;
const isCount = (count: number, limit: number): boolean => count >= 1 && count <= limit;
const areNames = (names: readonly string[]): boolean =>
  new Set(names).size === names.length && names.every((name) => fits(name, CHART_LIMITS.name));
