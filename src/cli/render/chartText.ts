import type { Message } from '../../../formatters';
import { number, signed } from '../../../formatters/text/numbers';
import { barOf } from './sparkline';
import type { Paint } from './style';
import { widthOf, wrapped } from './wrap';

type Chart = Extract<Message['blocks'][number], { type: 'data_visualization' }>;

type AxisChart = Exclude<Chart['chart'], { type: 'pie' }>;
type ChartSeries = AxisChart['series'][number];

const INDENT = 2;
const GAP = 2;

/**
 * Each series of a chart as a line of bars, from its lowest value to its highest, which stand behind it; the only one of a bar
 * chart as a row for each of its values.
 */
export function chartText({ title, chart }: Chart, columns: number, paint: Paint): string[] {
  const heading = wrapped(title, columns).map((line) => paint(line, 'bold'));
  if (chart.type === 'pie')
    return [...heading, ...chart.segments.map(({ label, value }) => `  ${label}: ${number(value)}`)];
  const [only, ...others] = chart.series;
  if (chart.type === 'bar' && only !== undefined && others.length === 0)
    return [...heading, ...barRows(only, columns), ''];
  const width = Math.max(...chart.series.map(({ name }) => widthOf(name)));
  const { categories } = chart.axis_config;
  return [
    ...heading,
    ...chart.series.flatMap(({ name, data }) => {
      const values = data.map(({ value }) => value);
      const [lowest, highest] = [Math.min(...values), Math.max(...values)];
      const bars = values.map((value) => barOf(value, lowest, highest)).join('');
      const space = ' '.repeat(width - widthOf(name));
      return wrapped(`  ${name}${space}  ${bars}  ${number(lowest)} – ${number(highest)}`, columns, 4);
    }),
    ...wrapped(`  ${categories[0] ?? ''} – ${categories.at(-1) ?? ''}`, columns).map((line) =>
      paint(line, 'dim'),
    ),
  ];
}

/** More tell nothing more. */
const WIDEST_BAR = 30;

/** A row for each value, its bar as long as it is large: full where it rose, light where it fell, with the figure behind. */
function barRows({ data }: ChartSeries, columns: number): string[] {
  const figures = data.map(({ value }) => signed(value));
  const labelWidth = Math.max(...data.map(({ label }) => widthOf(label)));
  const figureWidth = Math.max(...figures.map(widthOf));
  const longest = Math.max(1, Math.min(WIDEST_BAR, columns - labelWidth - figureWidth - 2 * GAP - INDENT));
  const most = Math.max(...data.map(({ value }) => Math.abs(value)));
  return data.map(({ label, value }, i) => {
    const length = most === 0 ? 0 : Math.ceil((Math.abs(value) / most) * longest);
    const bar = (value < 0 ? '░' : '█').repeat(length).padEnd(longest);
    const figure = (figures[i] ?? '').padStart(figureWidth);
    const space = ' '.repeat(GAP);
    return `${' '.repeat(INDENT)}${label}${' '.repeat(labelWidth - widthOf(label))}${space}${bar}${space}${figure}`;
  });
}
