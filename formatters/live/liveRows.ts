import type { LiveField, LiveStatusSnapshot } from '../../src/monitors/live/liveSnapshot';
import type { Metric } from '../../src/state/stateManager';
import { count, duration, money, number, percentage } from '../text/numbers';
import { type Absence, absence, asWords, NOT_REPORTED, NOT_UNDERSTOOD } from './liveText';

/** A figure with its name, both as shown. */
export interface Row {
  readonly label: string;
  readonly value: string;
}

const METRICS_SHOWN = 10;

type Numeric = {
  [Name in LiveField]: LiveStatusSnapshot[Name] extends number | null ? Name : never;
}[LiveField];

/** A row, and why it has no figure; null where it has one. */
interface FigureRow extends Row {
  readonly absent: Absence | null;
}

function toRow(
  snapshot: LiveStatusSnapshot,
  number: Numeric,
  label: string,
  show: (value: number) => string,
): FigureRow {
  const value = snapshot[number];
  if (value !== null) return { label, value: show(value), absent: null };
  const absent = absence(snapshot, number);
  return { label, value: absent, absent };
}

/** The rows, or one row where all lack their figure for the same reason: a wall of the same words tells no more. */
function collapseGroup(name: string, rows: readonly FigureRow[]): readonly Row[] {
  const absent = rows[0]?.absent ?? null;
  const isOne = absent !== null && rows.every((row) => row.absent === absent);
  return isOne ? [{ label: name, value: absent }] : rows.map(({ label, value }) => ({ label, value }));
}

function breakerRow(snapshot: LiveStatusSnapshot): Row[] {
  const { breakerActive } = snapshot;
  const absent = absence(snapshot, 'breakerActive');
  if (breakerActive === null && absent === NOT_REPORTED) return [];
  const value = breakerActive === null ? absent : breakerActive ? 'ACTIVE' : 'not active';
  return [{ label: 'Circuit breaker', value }];
}

function metricValue(value: Metric['value']): string {
  if (value === null) return NOT_UNDERSTOOD;
  return typeof value === 'number' ? number(value) : value ? 'yes' : 'no';
}

/** They are shown elsewhere: in a row, or as what is at stake. */
const HAVE_A_ROW = ['circuit_breaker_active', 'live_enabled', 'dry_run'];
/** So are these, where the portfolio has them. */
const IN_THE_PORTFOLIO = { total_balance: 'totalBalance', available_balance: 'availableBalance' } as const;

const isShownElsewhere = (snapshot: LiveStatusSnapshot, name: string): boolean =>
  HAVE_A_ROW.includes(name) ||
  (Object.hasOwn(IN_THE_PORTFOLIO, name) &&
    snapshot[IN_THE_PORTFOLIO[name as keyof typeof IN_THE_PORTFOLIO]] !== null);

/** The trader's own metrics but those that are shown elsewhere, by their names: `win rate 0.5375 · avg trade pnl 1,500.5`; null when there are none. */
export function metricsWords(snapshot: LiveStatusSnapshot): string | null {
  const { liveMetrics, metricsAgeMs } = snapshot;
  const others = liveMetrics.filter(({ name }) => !isShownElsewhere(snapshot, name));
  if (others.length === 0) return null;
  const told = others
    .slice(0, METRICS_SHOWN)
    .map(({ name, value }) => `${asWords(name)} ${metricValue(value)}`);
  const more = others.length - told.length;
  const all = [...told, ...(more === 0 ? [] : [`and ${count(more)} more`])].join(' · ');
  return `${all} (${metricsAgeMs === null ? 'of unknown age' : `${duration(metricsAgeMs)} old`})`;
}

/** A share that is too large for per cent is shown as it is. */
const utilization = (share: number): string =>
  Number.isFinite(share * 100) ? percentage(share * 100) : number(share);

/** All figures of a trader in the order in which they are read: trades, safety, portfolio. */
export const figureRows = (snapshot: LiveStatusSnapshot, currency: string | null): Row[] => {
  const amount = (value: number) => money(value, currency);
  const row = (label: string, number: Numeric, show: (value: number) => string) =>
    toRow(snapshot, number, label, show);
  return [
    ...collapseGroup('Trades', [
      row(
        snapshot.tradesTodayBy === 'metrics' ? 'Trades today, by its metrics' : 'Trades today',
        'tradesToday',
        count,
      ),
      row('Trades, total', 'tradesTotal', count),
    ]),
    ...breakerRow(snapshot),
    ...collapseGroup('Safety', [
      row('Breaker trips, total', 'circuitBreakerTriggersTotal', count),
      row('Safety violations, total', 'safetyViolationsTotal', count),
    ]),
    ...collapseGroup('Portfolio', [
      row('Balance', 'totalBalance', amount),
      row('Available', 'availableBalance', amount),
      row('In positions', 'totalPositionValue', amount),
      row('Utilization', 'utilizationRate', utilization),
    ]),
  ];
};
