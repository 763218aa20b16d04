import type { HistoryHealth } from '../../src/history/model/health';
import { msBetween } from '../../src/lib/time';
import type { BalanceHistory } from '../../src/performance/balanceHistory';
import type { PeriodReport, TradeCount } from '../../src/performance/periodReport';
import { type Line, richText } from '../blockKit/blocks';
import type { MessageBlock } from '../blockKit/dataVisualization';
import { safeText } from '../blockKit/fallbackText';
import { type Message, message } from '../blockKit/message';
import type { FormatOptions } from '../blockKit/options';
import { chartBlocks } from '../charts/chartBlocks';
import { seriesChart } from '../charts/seriesChart';
import { t } from '../text/catalogue';
import { currencyOf } from '../text/currency';
import { targetLabel } from '../text/targetNames';
import { excludedLines, healthLines, noHistoryLine } from './historyNotes';

interface PeriodOptions extends FormatOptions {
  /** The IANA zone of the chart's labels. */
  readonly zone: string;
}

/** The status of a target with what it did in a time below it: a chart, and its figures in words. */
export function withPeriod(
  status: Message,
  report: PeriodReport,
  health: HistoryHealth,
  options: PeriodOptions,
): Message {
  const change = changeOf(report.balance, currencyOf(options, report.target));
  const sentence = t.performance.sentence(periodText(report), change);
  return message(`${status.text} ${safeText(sentence)}`, [
    ...status.blocks,
    ...periodBlocks(report, options),
    ...notesBlock(report, health, options),
  ]);
}

/** The status with why there is no history to it. */
export const withoutHistory = (status: Message, health: HistoryHealth): Message =>
  message(status.text, [...status.blocks, richText(noHistoryLine(health))]);

const periodText = ({ from, to }: PeriodReport): string => t.performance.length(msBetween(from, to));

/** `+12,345.67 KRW (+0.12 %)`; null where no balance was recorded. */
const changeOf = ({ change }: BalanceHistory, currency: string | null): string | null =>
  change && t.charts.change(change.amount, change.percent, currency);

const DAY_MS = 24 * 3_600_000;

/** As many times as have labels of their own beside each other on a phone; days, where there are few. */
const categoriesFor = (ms: number): number =>
  ms <= 2 * DAY_MS ? 9 : Math.min(12, Math.ceil(ms / DAY_MS) + 1);

/** The balance as a chart and in words. */
function periodBlocks(report: PeriodReport, options: PeriodOptions): MessageBlock[] {
  const { balance, target, trades, uptime } = report;
  const currency = currencyOf(options, target);
  const chart = seriesChart(
    [
      {
        name: targetLabel(target),
        points: [
          ...balance.readings,
          ...balance.gaps.map(({ from, to, reason }) => ({ from, to, gap: t.performance.gap(reason) })),
        ],
      },
    ],
    {
      title: t.performance.title(periodText(report)),
      type: 'line',
      plot: 'change',
      unit: currency,
      zone: options.zone,
      maxCategories: categoriesFor(msBetween(report.from, report.to)),
    },
  );
  const isEmpty = balance.readings.length === 0;
  return [
    richText(t.performance.last(periodText(report))),
    ...(isEmpty
      ? [richText(t.performance.noBalance(balance.gaps[0]?.reason ?? null))]
      : chartBlocks(chart, { unit: currency, zone: options.zone })),
    richText(
      ...(isEmpty ? [] : [drawdownLine(balance, currency)]),
      trades === null ? t.performance.noTrades() : tradesLine(trades),
      uptimeLine(report, uptime.watchedMs, uptime.upMs),
    ),
  ];
}

function drawdownLine({ drawdown }: BalanceHistory, currency: string | null): Line {
  if (drawdown === null) return t.performance.neverFell();
  const { peak, trough } = drawdown;
  const size = peak - trough;
  return t.performance.drawdown(size, peak > 0 ? (size / peak) * 100 : null, peak, trough, currency);
}

const HOUR_MS = 3_600_000;

const tradesLine = ({ trades, overMs, resets }: TradeCount): Line =>
  t.performance.trades(trades, overMs < HOUR_MS ? null : trades / (overMs / HOUR_MS), overMs, resets);

function uptimeLine({ from, to }: PeriodReport, watchedMs: number, upMs: number): Line {
  if (watchedMs === 0) return t.performance.neverWatched();
  return t.performance.uptime((upMs / watchedMs) * 100, watchedMs, msBetween(from, to) - watchedMs);
}

function notesBlock(
  { balance }: PeriodReport,
  health: HistoryHealth,
  options: PeriodOptions,
): MessageBlock[] {
  const lines = [
    ...excludedLines(balance.notes, options),
    ...(balance.hasClosingsOnly ? [t.performance.closingsOnly()] : []),
    ...healthLines(health),
  ];
  return lines.length === 0 ? [] : [richText(...lines)];
}
