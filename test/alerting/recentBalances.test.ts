import { type BalancePoint, hourBefore, withBalance } from '../../src/alerting/evidence/recentBalances';

const MINUTE = 60_000;
const NOW = Date.parse('2026-11-22T03:00:00Z');
const minutesBefore = (minutes: number): number => NOW - minutes * MINUTE;

/** What is kept of a value at each of these minutes before now. */
const keptOf = (minutes: readonly number[]): readonly BalancePoint[] =>
  minutes.reduce<readonly BalancePoint[]>(
    (known, each) => withBalance(known, [minutesBefore(each), each]),
    [],
  );

describe('The balances of the last hour', () => {
  test('are at most one a minute, the last one, and none that is older than an hour', () => {
    const kept = keptOf([90, 61, 60, 1.75, 1.5, 1.25, 0]);
    expect(kept.map(([, value]) => value)).toEqual([60, 1.25, 0]);
  });

  test('are kept with an alert as the first one and the last one of every 5 min', () => {
    const all = keptOf(Array.from({ length: 61 }, (_, i) => 60 - i));
    const kept = hourBefore(all, new Date(NOW)).map(([, value]) => value);
    expect(kept).toEqual([60, 55, 50, 45, 40, 35, 30, 25, 20, 15, 10, 5, 0]);
  });

  test('are left out where there are fewer than four, and so is what came later', () => {
    expect(hourBefore(keptOf([30, 20, 10]), new Date(NOW))).toEqual([]);
    expect(hourBefore(keptOf([]), new Date(NOW))).toEqual([]);
    const all = keptOf([40, 30, 20, 10, 0]);
    expect(hourBefore(all, new Date(minutesBefore(5))).map(([, value]) => value)).toEqual([40, 30, 20, 10]);
  });
});
