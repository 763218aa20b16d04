import { targetLabel } from '../../../formatters';
import { signed, signedPercentage } from '../../../formatters/text/numbers';
import type { Series } from '../../history/model/series';
import { msBetween } from '../../lib/time';
import { widthOf } from './wrap';

const BARS = '▁▂▃▄▅▆▇█';
const NO_VALUE = '·';
const MOST_BARS = 24;
/** What stands behind the bars: ` +1,234.56 %`. */
const FIGURE_WIDTH = 10;

/** One of eight heights, by where a value is between the lowest and the highest. */
export function barOf(value: number, lowest: number, highest: number): string {
  const share = highest === lowest ? 0 : (value - lowest) / (highest - lowest);
  return BARS[Math.round(share * (BARS.length - 1))] ?? '';
}

/** What of a column that is `share` of all `rows` high, and a little more, is in one of them, the lowest being 0. */
export function blockIn(row: number, rows: number, share: number): string {
  const height = 1 + Math.round(share * (rows * BARS.length - 1)) - row * BARS.length;
  return height <= 0 ? ' ' : (BARS[Math.min(height, BARS.length) - 1] ?? '');
}

/** A series in a line of at most `columns`: the last value of each part of its time, a dot where there is none; null for no value. */
export function sparkline({ target, from, to, points, total }: Series, columns: number): string | null {
  if (total === null) return null;
  const name = targetLabel(target);
  const count = Math.max(8, Math.min(MOST_BARS, columns - widthOf(name) - 1 - FIGURE_WIDTH));
  const partMs = msBetween(from, to) / count;
  const lasts = new Map(
    points.map((point) => {
      const middleMs = (msBetween(from, point.from) + msBetween(from, point.to)) / 2;
      return [Math.floor(middleMs / partMs), point.last];
    }),
  );
  const values = [...lasts.values()];
  const [lowest, highest] = [Math.min(...values), Math.max(...values)];
  const bars = Array.from({ length: count }, (_, i) => {
    const value = lasts.get(i);
    return value === undefined ? NO_VALUE : barOf(value, lowest, highest);
  });
  return `${name} ${bars.join('')} ${changeOf(total.first, total.last)}`;
}

const changeOf = (first: number, last: number): string =>
  first > 0 ? signedPercentage(((last - first) / first) * 100) : signed(last - first);
