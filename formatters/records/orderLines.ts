import type { RecordsSnapshot } from '../../src/monitors/records/recordsSnapshot';
import type { Execution, Order } from '../../src/state/records/records';
import { bold, type Line, line, literal } from '../blockKit/blocks';
import { t } from '../text/catalogue';
import { money, number, signed } from '../text/numbers';
import { ageOf, figure, word } from './figure';

/** So many of each are shown, the newest. */
const SHOWN = 5;

type Traded = Pick<RecordsSnapshot, 'orders' | 'executions' | 'timestamp'>;

/** The newest orders and executions, those that need a look marked; or that there are none. */
export function orderLines({ orders, executions, timestamp }: Traded, currency: string | null): Line[] {
  const { records } = t;
  if (orders.count === 0 && executions.count === 0) return [[records.noOrders]];
  return [
    [bold(records.ordersTitle)],
    ...listed(orders, records.noneOf.orders, (order) => orderLine(order, timestamp)),
    ...(orders.count > orders.items.length && orders.items.length > 0
      ? [[records.notAllRead('orders', orders.count)]]
      : []),
    [bold(records.executionsTitle)],
    ...listed(executions, records.noneOf.executions, (execution) =>
      executionLine(execution, currency, timestamp),
    ),
    ...(executions.items.length === 0 ? [] : [[records.estimated]]),
  ];
}

/** True for an order that did not go as it was meant to. */
export const needsLook = ({ status }: Order): boolean =>
  status === 'rejected' || status === 'partially_filled';

function listed<T>(
  { items, count }: { readonly items: readonly T[]; readonly count: number },
  none: string,
  show: (item: T) => Line,
): Line[] {
  if (items.length === 0) return [[none]];
  const more = count - Math.min(items.length, SHOWN);
  return [...items.slice(0, SHOWN).map(show), ...(more > 0 ? [[t.records.more(more)]] : [])];
}

function orderLine(order: Order, now: Date): Line {
  const name = figure(order, 'status', (status) => t.records.orderStatus[status]);
  const filled = [figure(order, 'filledQuantity', number), figure(order, 'quantity', number)] as const;
  const status = order.status === 'partially_filled' ? t.records.filledPart(name, ...filled) : name;
  return line`${t.records.order(
    needsLook(order) ? t.records.needsLook(status) : status,
    word(order, 'side'),
    filled[1],
    word(order, 'symbol'),
    figure(order, 'price', number),
    word(order, 'exchange'),
  )} · ${t.records.written(ageOf(order, now))}`;
}

function executionLine(execution: Execution, currency: string | null, now: Date): Line {
  const unit = currency === null ? '' : ` ${currency}`;
  return line`${t.records.execution(
    literal(execution.symbol, 30),
    figure(execution, 'estimatedNetPnl', (pnl) => `${signed(pnl)}${unit}`),
    figure(execution, 'estimatedFees', (fees) => money(fees, currency)),
    figure(execution, 'quantity', number),
    figure(execution, 'buyPrice', number),
    figure(execution, 'sellPrice', number),
  )} · ${t.records.written(ageOf(execution, now))}`;
}
