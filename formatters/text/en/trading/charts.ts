import { bold, joined, type TextSpan } from '../../../blockKit/blocks';
import { signed, signedPercentage } from '../../numbers';
import { duration, pluralize } from '../units';

/** What stands beside a chart, so that it is understood without it. */
export const charts = {
  timeAxis: (zone: string, days: string) => `${zone}, ${days}`,
  valueAxis: (plot: 'change' | 'percent' | 'value', unit: string | null) =>
    plot === 'percent'
      ? 'Change in %'
      : plot === 'value'
        ? (unit ?? 'Value')
        : `Change${unit === null ? '' : ` in ${unit}`}`,
  /** `+12,345.67 KRW (+0.12 %)`. */
  change: (change: number, percent: number | null, unit: string | null) => {
    const amount = `${signed(change)}${unit === null ? '' : ` ${unit}`}`;
    return percent === null ? amount : `${amount} (${signedPercentage(percent)})`;
  },
  /** `paper docker: +12,345.67 KRW (+0.12 %); from 10,000.00 at 09:00 to 22,345.67 at 18:00; lowest 9,000.00 at 09:30, …`. */
  summary: (
    name: string | null,
    change: string,
    from: { value: string; at: string },
    to: { value: string; at: string },
    lowest: { value: string; at: string },
    highest: { value: string; at: string },
  ): TextSpan[] =>
    joined([
      name === null ? null : `${name}: `,
      bold(change),
      `, from ${from.value} (${from.at}) to ${to.value} (${to.at}); lowest ${lowest.value} (${lowest.at}), highest ${highest.value} (${highest.at}).`,
    ]),
  oneReading: (name: string | null, value: string, at: string) =>
    `${name === null ? '' : `${name}: `}one value only, ${value} (${at}).`,
  nothing: (names: string) => `No value of ${names}.`,
  /** Each gap with its reason, the longest ones. */
  gaps: (gaps: readonly string[], more: number, moreMs: number) =>
    `No data, and none is plotted: ${gaps.join('; ')}${more === 0 ? '' : `; and ${pluralize(more, 'more gap')}, ${duration(moreMs)} in all`}.`,
  gap: (series: string | null, from: string, to: string, reason: string) =>
    `${series === null ? '' : `${series} `}${from}–${to} (${reason})`,
};
