import type { TableBlock } from '@slack/types';
import type { HistoryHealth } from '../../src/history/model/health';
import type { DayResult, PnlReport } from '../../src/performance/pnlReport';
import {
  contextBlock,
  header,
  type Line,
  nameTableCell,
  richText,
  table,
  tableCell,
} from '../blockKit/blocks';
import { dataTable, numberCell } from '../blockKit/dataTable';
import type { MessageBlock } from '../blockKit/dataVisualization';
import { safeText } from '../blockKit/fallbackText';
import { dataMessage, type Message } from '../blockKit/message';
import type { FormatOptions } from '../blockKit/options';
import { CHART_LIMITS } from '../blockKit/slackLimits';
import { t } from '../text/catalogue';
import { currencyOf } from '../text/currency';
import { count, percentage, signed, signedPercentage } from '../text/numbers';
import { targetLabel } from '../text/targetNames';
import { dayBars, shortDay } from './dayBars';
import { excludedLines, healthLines } from './historyNotes';

interface PnlOptions extends FormatOptions {
  /** The IANA zone in which days begin. */
  readonly zone: string;
  /** When the history was read. */
  readonly now: Date;
}

/** So many rows are a plain table; more of them are one with pages. */
const PLAIN_ROWS = 15;
/** Past so many days a chart, and past so many a table, shows weeks. */
const CHART_DAYS = CHART_LIMITS.categories;
const TABLE_DAYS = 92;

/** The balance change of one target a day, as a table and as bars. */
export function pnlMessage(report: PnlReport, health: HistoryHealth, options: PnlOptions): Message {
  const { target, days, total } = report;
  const notes = total.moved;
  const currency = currencyOf(options, target);
  const change = total.change && t.charts.change(total.change.amount, total.change.percent, currency);
  const heading = t.performance.pnl.heading(targetLabel(target), change, days.length);
  const blocks: MessageBlock[] = [
    header(heading),
    ...(chartOf([report], currency) ?? []),
    tableOf(report),
    ...linesBlock([
      ...days
        .flatMap(({ comparedWith }) => (comparedWith === null ? [] : [comparedWith]))
        .slice(0, 1)
        .map((day): Line => [t.performance.pnl.comparedWith(shortDay(day))]),
      ...excludedLines(notes, options),
      ...healthLines(health),
    ]),
    contextBlock(smallPrint(report, options), t.common.readAt(options.now)),
  ];
  return dataMessage(`${safeText(heading)}.`, blocks, options);
}

/** Several targets at a glance: one row each, and the days as bars in per cent. */
export function pnlOverviewMessage(
  reports: readonly PnlReport[],
  notShown: readonly string[],
  health: HistoryHealth,
  options: PnlOptions,
): Message {
  const { columns } = t.performance.pnl;
  const days = reports[0]?.days.length ?? 0;
  const title = t.performance.pnl.title(days);
  const rows = reports.map(({ target, total }) => {
    const [change, percent, ...rest] = figuresOf(total, currencyOf(options, target));
    const figures = [change, percent, ...rest.slice(0, 2)].map((text) => tableCell(text ?? ''));
    return [nameTableCell(targetLabel(target)), ...figures];
  });
  const head = [columns.target, columns.change, columns.percent, columns.trades, columns.up].map(tableCell);
  const spoken = reports.map(
    ({ target, total }) =>
      `${targetLabel(target)} ${total.change === null ? t.common.missing.not_reported : t.charts.change(total.change.amount, total.change.percent, currencyOf(options, target))}`,
  );
  return dataMessage(
    safeText(`${title}: ${spoken.join('; ')}.`, 1_000),
    [
      header(title),
      ...(chartOf(reports, null) ?? []),
      table([head, ...rows]),
      ...linesBlock([
        ...reports.flatMap(({ total }) => excludedLines(total.moved, options)),
        ...(notShown.length === 0 ? [] : [[t.performance.pnl.more(notShown.map(targetLabel).join(', '))]]),
        ...healthLines(health),
      ]),
      contextBlock(
        `${t.performance.pnl.balanceOnly} ${t.performance.pnl.zone(options.zone)}`,
        t.common.readAt(options.now),
      ),
    ],
    options,
  );
}

const linesBlock = (lines: readonly Line[]): MessageBlock[] =>
  lines.length === 0 ? [] : [richText(...lines)];

const smallPrint = ({ total }: PnlReport, { zone }: PnlOptions): string =>
  [
    total.estimatedPnl === null ? t.performance.pnl.balanceOnly : t.performance.pnl.estimated,
    t.performance.pnl.zone(zone),
    ...(total.estimatedPnl === null ? [t.performance.pnl.noEstimate] : []),
  ].join(' ');

/** Change, per cent, trades, uptime and estimated P&L, as they are shown. */
function figuresOf({ change, trades, uptime, estimatedPnl }: DayResult, currency: string | null): string[] {
  const { nothing } = t.performance.pnl;
  const amount = change === null ? nothing : signed(change.amount);
  return [
    currency === null || change === null ? amount : `${amount} ${currency}`,
    change?.percent == null ? nothing : signedPercentage(change.percent),
    trades === null ? nothing : count(trades),
    uptime.watchedMs === 0 ? nothing : percentage((uptime.upMs / uptime.watchedMs) * 100),
    estimatedPnl === null ? nothing : signed(estimatedPnl),
  ];
}

function tableOf({ days, weeks, total }: PnlReport): MessageBlock {
  const { columns, total: totalLabel, running, title } = t.performance.pnl;
  const byWeek = days.length > TABLE_DAYS;
  const rows = byWeek ? weeks : days;
  const hasEstimate = total.estimatedPnl !== null;
  const head = [
    byWeek ? columns.week : columns.day,
    columns.change,
    columns.percent,
    columns.trades,
    columns.up,
    ...(hasEstimate ? [columns.estimated] : []),
  ];
  const cellsOf = (label: string, day: DayResult): string[] => [
    label,
    ...figuresOf(day, null).slice(0, hasEstimate ? 5 : 4),
  ];
  // The newest first: on a phone, that is what is seen.
  const newestFirst = [...rows].reverse();
  const labelOf = (day: DayResult) => (day.isRunning && !byWeek ? running : shortDay(day.day));
  if (rows.length <= PLAIN_ROWS)
    return unwrapped(
      table(
        [head, ...newestFirst.map((day) => cellsOf(labelOf(day), day)), cellsOf(totalLabel, total)].map(
          (row) => row.map(tableCell),
        ),
      ),
    );
  return dataTable(
    title(days.length),
    head,
    newestFirst.map((day) => {
      const [label = '', ...figures] = cellsOf(labelOf(day), day);
      return [tableCell(label), ...figures.map((text, i) => numberCell(valuesOf(day)[i] ?? null, text))];
    }),
  );
}

/** Days are short: on a phone each row is one line, and the last columns are a swipe away. */
const unwrapped = (block: TableBlock): TableBlock => ({
  ...block,
  column_settings: (block.column_settings ?? []).map((column) => column && { ...column, is_wrapped: false }),
});

/** What columns are sorted by. */
const valuesOf = ({ change, trades, uptime, estimatedPnl }: DayResult): readonly (number | null)[] => [
  change?.amount ?? null,
  change?.percent ?? null,
  trades,
  uptime.watchedMs === 0 ? null : uptime.upMs / uptime.watchedMs,
  estimatedPnl,
];

/** Bars of the days, or weeks, on which every target has a change; of several targets in per cent. */
function chartOf(reports: readonly PnlReport[], currency: string | null): MessageBlock[] | null {
  const shown = reports.filter(({ total }) => total.change !== null).slice(0, CHART_LIMITS.series);
  const byWeek = (shown[0]?.days.length ?? 0) > CHART_DAYS;
  const block = dayBars(
    shown.map(({ target, days, weeks }) => ({ name: targetLabel(target), days: byWeek ? weeks : days })),
    {
      title: t.performance.pnl.chartTitle(byWeek),
      label: byWeek ? t.performance.pnl.columns.week : t.performance.pnl.columns.day,
      plot: reports.length === 1 ? 'change' : 'percent',
      unit: currency,
    },
  );
  return block && [block];
}
