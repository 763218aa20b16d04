import type { LiveField, LiveStatusSnapshot } from '../../src/monitors/live/liveSnapshot';
import type { Metric } from '../../src/state/stateManager';
import { sanitize } from '../blockKit/escape';
import { t } from '../text/catalogue';
import type { MissingReason } from '../text/en/common';
import { take } from '../text/lists';
import { count, money, number, share } from '../text/numbers';
import { missingReason } from './liveText';

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
  readonly missing: MissingReason | null;
}

function toRow(
  snapshot: LiveStatusSnapshot,
  number: Numeric,
  label: string,
  show: (value: number) => string,
): FigureRow {
  const value = snapshot[number];
  if (value !== null) return { label, value: show(value), missing: null };
  const missing = missingReason(snapshot, number);
  return { label, value: t.common.missing[missing], missing };
}

/** The rows, or one row where all lack their figure for the same reason: repeating the same reason adds nothing. */
function collapseGroup(name: string, rows: readonly FigureRow[]): readonly Row[] {
  const missing = rows[0]?.missing ?? null;
  const isOne = missing !== null && rows.every((row) => row.missing === missing);
  if (isOne) return [{ label: name, value: t.common.missing[missing] }];
  return rows.map(({ label, value }) => ({ label, value }));
}

function breakerRow(snapshot: LiveStatusSnapshot): Row[] {
  const { breakerActive } = snapshot;
  const missing = missingReason(snapshot, 'breakerActive');
  if (breakerActive === null && missing === 'not_reported') return [];
  const { breaker: label, breakerActive: active, breakerInactive: inactive } = t.live.rows;
  return [
    { label, value: breakerActive === null ? t.common.missing[missing] : breakerActive ? active : inactive },
  ];
}

function metricValue(value: Metric['value']): string {
  if (value === null) return t.common.missing.not_understood;
  return typeof value === 'number' ? number(value) : value ? t.live.yes : t.live.no;
}

/** A name that the trader gave, as words: `avg_trade_pnl` is `avg trade pnl`. */
const humanize = (name: string): string => sanitize(name, 40).replaceAll('_', ' ');

/** They are shown elsewhere: in a row, or as what is at stake. */
const HAVE_A_ROW = ['circuit_breaker_active', 'live_enabled', 'dry_run'];
/** So are these, where the portfolio has them. */
const IN_THE_PORTFOLIO = { total_balance: 'totalBalance', available_balance: 'availableBalance' } as const;

const isShownElsewhere = (snapshot: LiveStatusSnapshot, name: string): boolean =>
  HAVE_A_ROW.includes(name) ||
  (Object.hasOwn(IN_THE_PORTFOLIO, name) &&
    snapshot[IN_THE_PORTFOLIO[name as keyof typeof IN_THE_PORTFOLIO]] !== null);

/** The trader's own metrics but those that are shown elsewhere, by their names: `win rate 0.5375 · avg trade pnl 1,500.5`; null when there are none. */
export function metricsText(snapshot: LiveStatusSnapshot): string | null {
  const others = snapshot.liveMetrics.filter(({ name }) => !isShownElsewhere(snapshot, name));
  if (others.length === 0) return null;
  const { items, more } = take(others, METRICS_SHOWN);
  const shown = items.map(({ name, value }) => `${humanize(name)} ${metricValue(value)}`);
  const all = [...shown, ...(more === 0 ? [] : [t.common.more(more)])].join(' · ');
  return t.live.metricsAge(all, snapshot.metricsAgeMs);
}

/** All figures of a trader in the order in which they are read: trades, safety, portfolio. */
export const figureRows = (snapshot: LiveStatusSnapshot, currency: string | null): Row[] => {
  const { rows } = t.live;
  const amount = (value: number) => money(value, currency);
  const row = (label: string, number: Numeric, show: (value: number) => string) =>
    toRow(snapshot, number, label, show);
  return [
    ...collapseGroup(rows.trades, [
      row(
        snapshot.tradesTodayBy === 'metrics' ? rows.tradesTodayByMetrics : rows.tradesToday,
        'tradesToday',
        count,
      ),
      row(rows.tradesTotal, 'tradesTotal', count),
    ]),
    ...breakerRow(snapshot),
    ...collapseGroup(rows.safety, [
      row(rows.breakerTrips, 'circuitBreakerTriggersTotal', count),
      row(rows.violations, 'safetyViolationsTotal', count),
    ]),
    ...collapseGroup(rows.portfolio, [
      row(rows.balance, 'totalBalance', amount),
      row(rows.available, 'availableBalance', amount),
      row(rows.inPositions, 'totalPositionValue', amount),
      row(rows.utilization, 'utilizationRate', share),
    ]),
  ];
};
