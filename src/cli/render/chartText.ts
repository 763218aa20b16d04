import type { Message } from '../../../formatters';
import { number } from '../../../formatters/text/numbers';
import type { Paint } from './style';
import { widthOf, wrapped } from './wrap';

type Chart = Extract<Message['blocks'][number], { type: 'data_visualization' }>;

const BARS = '▁▂▃▄▅▆▇█';

/** Each series of a chart as a line of bars, from its lowest value to its highest, which stand behind it. */
export function chartText({ title, chart }: Chart, columns: number, paint: Paint): string[] {
  const heading = wrapped(title, columns).map((line) => paint(line, 'bold'));
  if (chart.type === 'pie')
    return [...heading, ...chart.segments.map(({ label, value }) => `  ${label}: ${number(value)}`)];
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

function barOf(value: number, lowest: number, highest: number): string {
  const share = highest === lowest ? 0 : (value - lowest) / (highest - lowest);
  return BARS[Math.round(share * (BARS.length - 1))] ?? '';
}
