import { bold, joined } from '../../../blockKit/blocks';
import type { charts as en } from '../../en/trading/charts';
import { count, signed, signedPercentage } from '../../numbers';
import { duration } from '../units';

const unitOf = (unit: string | null): string => (unit === null ? '' : ` (${unit})`);

/** What stands beside a chart, so that it is understood without it. */
export const charts: typeof en = {
  timeAxis: (zone, days) => `${zone}, ${days}`,
  valueAxis: (plot, unit) =>
    plot === 'percent' ? '변동 (%)' : plot === 'value' ? (unit ?? '값') : `변동${unitOf(unit)}`,
  /** `+12,345.67 KRW (+0.12 %)`. */
  change: (change, percent, unit) => {
    const amount = `${signed(change)}${unit === null ? '' : ` ${unit}`}`;
    return percent === null ? amount : `${amount} (${signedPercentage(percent)})`;
  },
  /** `paper docker: +12,345.67 KRW (+0.12 %), 현재 22,345.67; 최저 9,000.00 (09:30), 최고 23,000.00 (11:00)`. */
  summary: (name, change, last, extremes) =>
    joined([name === null ? null : `${name}: `, bold(change), `, 현재 ${last}; ${extremes}.`]),
  valueSummary: (name, last, extremes) =>
    joined([name === null ? null : `${name}: `, `마지막 ${last}; ${extremes}.`]),
  extremes: (lowest, highest) => `최저 ${lowest}, 최고 ${highest}`,
  /** `9,000.00 (09:30)`. */
  valueAt: (value, at) => `${value} (${at})`,
  oneReading: (name, value) => `${name === null ? '' : `${name}: `}값 하나뿐, ${value}.`,
  nothing: (names) => `값 없음: ${names}.`,
  gaps: (gaps, more, moreMs) =>
    `데이터 없는 구간은 차트에서 제외: ${gaps.join('; ')}${more === 0 ? '' : ` 외 ${count(more)}개 구간, 합계 ${duration(moreMs)}`}.`,
  gap: (series, from, to, reason) => `${series === null ? '' : `${series} `}${from}–${to} (${reason})`,
};
