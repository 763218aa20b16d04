import type { DataTableBlock } from '@slack/types';
import type { TargetView } from '../../src/alerting/targetStates';
import type { RecordList } from '../../src/monitors/records/recordsSnapshot';
import type { Position } from '../../src/state/records/records';
import { type Line, nameTableCell, type TextSpan, tableCell } from '../blockKit/blocks';
import { dataTable, numberCell } from '../blockKit/dataTable';
import { amountText } from '../text/amount';
import { t } from '../text/catalogue';
import { number, share, signed, signedShare } from '../text/numbers';
import { figure, nameText, word, writtenText } from './figure';

/** So many positions are told in full: a phone shows no more at once. */
const IN_FULL = 5;

/** Each position in two lines, the largest loss first. */
export function positionLines(
  { items }: RecordList<Position>,
  currency: string | null,
  now: Date,
  limit = IN_FULL,
): Line[] {
  if (items.length === 0) return [[t.records.noneUnderstood]];
  const shown = items.slice(0, limit);
  const more = items.length - shown.length;
  return [
    ...shown.flatMap((position): Line[] => [
      t.records.positionHead(nameText(position.symbol), pnlText(position, currency)),
      [
        t.records.position(
          word(position, 'side', t.records.labels.side),
          figure(position, 'quantity', number, t.records.labels.size),
          figure(position, 'entryPrice', number, t.records.labels.price),
          figure(position, 'currentPrice', number, t.records.labels.price),
          writtenText(position, now),
        ),
      ],
    ]),
    ...(more > 0 ? [[t.records.morePositions(more)]] : []),
  ];
}

/** As many as fit, where not all are told in full. */
export function positionTable(
  { items }: RecordList<Position>,
  currency: string | null,
  now: Date,
): DataTableBlock[] {
  if (items.length <= IN_FULL) return [];
  const { columns } = t.records;
  const header = Object.values(columns);
  const rows = items.map((position) => [
    nameTableCell(position.symbol, 30),
    numberCell(position.pnl, amount(position, currency)),
    numberCell(position.pnlRate, figure(position, 'pnlRate', signedShare)),
    nameTableCell(word(position, 'side')),
    numberCell(position.quantity, figure(position, 'quantity', number)),
    numberCell(position.entryPrice, figure(position, 'entryPrice', number)),
    numberCell(position.currentPrice, figure(position, 'currentPrice', number)),
    tableCell(writtenText(position, now)),
  ]);
  return [dataTable(t.records.tableOfPositions, header, rows)];
}

/** `−3,000.00 KRW (−0.5 %)`. */
export function pnlText(position: Position, currency: string | null): string {
  const { pnl, pnlRate } = position;
  const rate = pnlRate === null ? '' : ` (${signedShare(pnlRate)})`;
  return pnl === null ? amount(position, currency) : `${amount(position, currency)}${rate}`;
}

const amount = (position: Position, currency: string | null): string =>
  figure(position, 'pnl', (pnl) => `${signed(pnl)}${currency === null ? '' : ` ${currency}`}`);

/** Of a trader that reports no position, what else tells whether it holds something. */
export function noPositionLines(view: TargetView, currency: string | null, place: TextSpan): Line[] {
  const { noPositions } = t.records;
  const evidence = positionEvidence(view, currency);
  return [noPositions.explained(place), ...(evidence.length > 0 ? evidence : [[noPositions.nothingElse]])];
}

/** What portfolio and metrics tell of the positions of a trader; empty for nothing. */
export function positionEvidence({ snapshot }: TargetView, currency: string | null): Line[] {
  const { totalPositionValue, utilizationRate, portfolioAgeMs, liveMetrics, areMetricsOutdated } = snapshot;
  const metric = liveMetrics.find(({ name }) => name === 'positions_count')?.value;
  const { noPositions } = t.records;
  const utilization = utilizationRate === null ? null : share(utilizationRate);
  return [
    ...(totalPositionValue === null
      ? []
      : [[noPositions.portfolio(amountText(totalPositionValue, currency), utilization, portfolioAgeMs)]]),
    ...(typeof metric === 'number' && !areMetricsOutdated
      ? [[noPositions.metrics(t.records.positions(metric))]]
      : []),
  ];
}
