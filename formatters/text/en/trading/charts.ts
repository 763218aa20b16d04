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
  /** `paper docker: +12,345.67 KRW (+0.12 %), now 22,345.67; lowest 9,000.00 (09:30), highest 23,000.00 (11:00)`. */
  summary: (name: string | null, change: string, last: string, extremes: string): TextSpan[] =>
    joined([name === null ? null : `${name}: `, bold(change), `, now ${last}; ${extremes}.`]),
  /** The same of values that are changes themselves, such as one a day. */
  valueSummary: (name: string | null, last: string, extremes: string): TextSpan[] =>
    joined([name === null ? null : `${name}: `, `last ${last}; ${extremes}.`]),
  extremes: (lowest: string, highest: string) => `lowest ${lowest}, highest ${highest}`,
  /** `9,000.00 (09:30)`. */
  valueAt: (value: string, at: string) => `${value} (${at})`,
  oneReading: (name: string | null, value: string) =>
    `${name === null ? '' : `${name}: `}one value only, ${value}.`,
  nothing: (names: string) => `No value of ${names}.`,
  /** Each gap with its reason, the longest ones. */
  gaps: (gaps: readonly string[], more: number, moreMs: number) =>
    `No data, cut out of the chart: ${gaps.join('; ')}${more === 0 ? '' : `; and ${pluralize(more, 'more gap')}, ${duration(moreMs)} in all`}.`,
  gap: (series: string | null, from: string, to: string, reason: string) =>
    `${series === null ? '' : `${series} `}${from}–${to} (${reason})`,
};
