import type { LiveStatusSnapshot } from '../src/monitors/liveSnapshot';
import { breakerActive, isBreakerMetric } from './liveAlarms';
import { asWords, NOT_REPORTED } from './liveWords';
import { count, figure, money, percentage } from './numbers';

/** A figure with its name, both as shown. */
export interface Row {
  readonly label: string;
  readonly value: string;
}

const METRICS_SHOWN = 10;

const row = (label: string, value: number | null, show: (value: number) => string): Row => ({
  label,
  value: value === null ? NOT_REPORTED : show(value),
});

/** The rows, or one row that says `not reported` for all of them: a wall of the same words tells no more. */
const group = (name: string, rows: readonly Row[]): readonly Row[] =>
  rows.every(({ value }) => value === NOT_REPORTED) ? [{ label: name, value: NOT_REPORTED }] : rows;

const breakerRow = (snapshot: LiveStatusSnapshot): Row[] => {
  const active = breakerActive(snapshot);
  return active === null ? [] : [{ label: 'Circuit breaker', value: active ? 'ACTIVE' : 'not active' }];
};

const metricValue = (value: number | boolean): string =>
  typeof value === 'number' ? figure(value) : value ? 'yes' : 'no';

/** The trader's own metrics by their names: `win rate 0.5375 · avg trade pnl 1,500.5`; null when there are none. */
export function metricsWords({ liveMetrics }: LiveStatusSnapshot): string | null {
  const others = liveMetrics.filter(({ name }) => !isBreakerMetric(name));
  if (others.length === 0) return null;
  const told = others
    .slice(0, METRICS_SHOWN)
    .map(({ name, value }) => `${asWords(name)} ${metricValue(value)}`);
  const more = others.length - told.length;
  return [...told, ...(more === 0 ? [] : [`and ${count(more)} more`])].join(' · ');
}

/** All figures of a trader in the order in which they are read: trades, safety, portfolio. */
export const figureRows = (snapshot: LiveStatusSnapshot, currency: string | null): Row[] => {
  const amount = (value: number) => money(value, currency);
  return [
    ...group('Trades', [
      row('Trades today', snapshot.tradesToday, count),
      row('Trades, total', snapshot.tradesTotal, count),
    ]),
    ...breakerRow(snapshot),
    ...group('Safety', [
      row('Breaker trips, total', snapshot.circuitBreakerTriggersTotal, count),
      row('Safety violations, total', snapshot.safetyViolationsTotal, count),
    ]),
    ...group('Portfolio', [
      row('Balance', snapshot.totalBalance, amount),
      row('Available', snapshot.availableBalance, amount),
      row('In positions', snapshot.totalPositionValue, amount),
      row('Utilization', snapshot.utilizationRate, (share) => percentage(share * 100)),
    ]),
  ];
};

/** True when the trader has reported nothing at all: no heartbeat, stat, portfolio or metric, readable or not. */
export const reportsNothing = (snapshot: LiveStatusSnapshot): boolean =>
  snapshot.heartbeat === 'absent' &&
  snapshot.problems.length === 0 &&
  snapshot.liveMetrics.length === 0 &&
  [
    snapshot.liveEnabled,
    snapshot.liveArmed,
    snapshot.tradesTotal,
    snapshot.tradesToday,
    snapshot.safetyViolationsTotal,
    snapshot.circuitBreakerTriggersTotal,
    snapshot.totalBalance,
    snapshot.availableBalance,
    snapshot.totalPositionValue,
    snapshot.utilizationRate,
    snapshot.portfolioAt,
  ].every((value) => value === null);
