import type { Message } from '../../../formatters';
import { number, signed } from '../../../formatters/text/numbers';
import { barOf, blockIn } from './sparkline';
import type { Paint } from './style';
import { widthOf, wrapped } from './wrap';

type Chart = Extract<Message['blocks'][number], { type: 'data_visualization' }>;

type AxisChart = Exclude<Chart['chart'], { type: 'pie' }>;
type ChartSeries = AxisChart['series'][number];

const INDENT = 2;
const GAP = 2;

/**
 * Each series of a chart as a line of bars, from its lowest value to its highest, which stand behind it. One that is alone is drawn
 * larger: of a bar chart as a row for each of its values, of others as an area.
 */
export function chartText({ title, chart }: Chart, columns: number, paint: Paint): string[] {
  const heading = wrapped(title, columns).map((line) => paint(line, 'bold'));
  if (chart.type === 'pie')
    return [...heading, ...chart.segments.map(({ label, value }) => `  ${label}: ${number(value)}`)];
  const [only, ...others] = chart.series;
  if (chart.type === 'bar' && only !== undefined && others.length === 0)
    return [...heading, ...barRows(only, columns), ''];
  const ends = endsOf(chart.axis_config.categories, columns, paint);
  if (only !== undefined && others.length === 0 && isMoving(only))
    return [...heading, ...areaRows(only, columns), ...ends];
  const width = Math.max(...chart.series.map(({ name }) => widthOf(name)));
  return [
    ...heading,
    ...chart.series.flatMap(({ name, data }) => {
      const values = data.map(({ value }) => value);
      const [lowest, highest] = [Math.min(...values), Math.max(...values)];
      const bars = values.map((value) => barOf(value, lowest, highest)).join('');
      const space = ' '.repeat(width - widthOf(name));
      return wrapped(`  ${name}${space}  ${bars}  ${number(lowest)} – ${number(highest)}`, columns, 4);
    }),
    ...ends,
  ];
}

/** When it begins and ends. */
const endsOf = (categories: readonly string[], columns: number, paint: Paint): string[] =>
  wrapped(`  ${categories[0] ?? ''} – ${categories.at(-1) ?? ''}`, columns).map((line) => paint(line, 'dim'));

const isMoving = ({ data }: ChartSeries): boolean => new Set(data.map(({ value }) => value)).size > 1;

const AREA_ROWS = 4;
const WIDEST_STEP = 3;

/** Columns of four rows, with the highest value behind the first row and the lowest behind the last one. */
function areaRows({ data }: ChartSeries, columns: number): string[] {
  const values = data.map(({ value }) => value);
  const [lowest, highest] = [Math.min(...values), Math.max(...values)];
  const figures = [number(highest), ...Array(AREA_ROWS - 2).fill(''), number(lowest)];
  const space = columns - INDENT - GAP - Math.max(...figures.map(widthOf));
  const step = Math.max(1, Math.min(WIDEST_STEP, Math.floor(space / values.length)));
  const shares = values.map((value) => (value - lowest) / (highest - lowest));
  return figures.map((figure, i) => {
    const row = AREA_ROWS - 1 - i;
    const cells = shares.map((share) => blockIn(row, AREA_ROWS, share).repeat(step));
    return `${' '.repeat(INDENT)}${cells.join('')}${' '.repeat(GAP)}${figure}`.trimEnd();
  });
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
