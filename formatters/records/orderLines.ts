import type { RecordList, RecordsSnapshot } from '../../src/monitors/records/recordsSnapshot';
import type { Execution, Order } from '../../src/state/records/records';
import { bold, type Line } from '../blockKit/blocks';
import { t } from '../text/catalogue';
import { number, signed } from '../text/numbers';
import { figure, nameText, word, writtenText } from './figure';

/** Orders that did not go as they were meant to are shown first, so many of them, and so many of all. */
const BAD_SHOWN = 3;
const ORDERS_SHOWN = 5;
const EXECUTIONS_SHOWN = 3;

type Traded = Pick<RecordsSnapshot, 'orders' | 'executions' | 'timestamp'>;

/** Orders that need a look, the newest others, and the newest executions; or that there are none. */
export function orderLines({ orders, executions, timestamp }: Traded, currency: string | null): Line[] {
  if (orders.count === 0 && executions.count === 0) return [[t.records.noOrders]];
  return [...ofOrders(orders, timestamp), ...ofExecutions(executions, currency, timestamp)];
}

/** True for an order that did not go as it was meant to. */
export const needsLook = ({ status }: Order): boolean =>
  status === 'rejected' || status === 'partially_filled';

function ofOrders({ items, count, unread }: RecordList<Order>, now: Date): Line[] {
  if (count === 0) return [[t.records.noneOf.orders]];
  const bad = items.filter(needsLook);
  const first = bad.slice(0, BAD_SHOWN);
  const others = items.filter((order) => !needsLook(order)).slice(0, ORDERS_SHOWN - first.length);
  return [
    [bold(t.records.ordersTitle(count, bad.length))],
    ...[...first, ...others].map((order) => orderLine(order, now)),
    ...(unread === 0 ? [] : [[t.records.notAllRead(count)]]),
  ];
}

function ofExecutions({ items, count }: RecordList<Execution>, currency: string | null, now: Date): Line[] {
  if (count === 0) return [[t.records.noneOf.executions]];
  return [
    [bold(t.records.executionsTitle(count))],
    ...items.slice(0, EXECUTIONS_SHOWN).map((execution) => executionLine(execution, currency, now)),
  ];
}

function orderLine(order: Order, now: Date): Line {
  const { labels } = t.records;
  const name = figure(order, 'status', (status) => t.records.orderStatus[status], labels.status);
  const size = figure(order, 'quantity', number, labels.size);
  const status =
    order.status === 'partially_filled'
      ? t.records.filledPart(name, figure(order, 'filledQuantity', number), size)
      : name;
  const price = figure(order, 'price', number, labels.price);
  return t.records.order(
    needsLook(order) ? t.records.badStatus(status) : status,
    t.records.orderOf(
      word(order, 'side', labels.side),
      size,
      word(order, 'symbol', labels.symbol),
      price,
      word(order, 'exchange', labels.exchange),
    ),
    writtenText(order, now),
  );
}

const executionLine = (execution: Execution, currency: string | null, now: Date): Line => [
  t.records.execution(
    nameText(execution.symbol),
    figure(execution, 'estimatedNetPnl', (pnl) => `${signed(pnl)}${currency === null ? '' : ` ${currency}`}`),
    figure(execution, 'quantity', number, t.records.labels.size),
    figure(execution, 'buyPrice', number, t.records.labels.price),
    figure(execution, 'sellPrice', number, t.records.labels.price),
    writtenText(execution, now),
  ),
];
