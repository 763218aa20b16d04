import { type ParseResult, pythonNumber, pythonText, quoted } from '../pythonValues';
import type { StateStore } from '../store';
import type { RecordKey } from './keys';
import { type RecordBase, type RecordRead, readRecord, readTime } from './readRecord';

/* A null is a field that is missing, or could not be parsed; either is a problem beside it. */

/** What a trader holds of a symbol. */
export interface Position extends RecordBase {
  readonly symbol: string;
  /** As the trader writes it, such as `buy`. */
  readonly side: string | null;
  readonly quantity: number | null;
  readonly entryPrice: number | null;
  readonly currentPrice: number | null;
  readonly pnl: number | null;
  /** A share of 1: 0.005 is 0.5 %. */
  readonly pnlRate: number | null;
}

const STATUSES = ['pending', 'partially_filled', 'filled', 'cancelled', 'rejected'] as const;
export type OrderStatus = (typeof STATUSES)[number];

/** An order that a trader sent to an exchange. */
export interface Order extends RecordBase {
  readonly id: string;
  readonly exchange: string | null;
  readonly symbol: string | null;
  readonly side: string | null;
  readonly status: OrderStatus | null;
  readonly quantity: number | null;
  readonly price: number | null;
  readonly filledQuantity: number | null;
  readonly createdAt: Date | null;
}

/** A purchase and a sale that belong together. */
export interface Execution extends RecordBase {
  readonly symbol: string;
  readonly quantity: number | null;
  readonly buyPrice: number | null;
  readonly sellPrice: number | null;
  /** The trader's own estimate, of the prices it asked for, not of those it got. */
  readonly estimatedNetPnl: number | null;
  readonly estimatedFees: number | null;
}

/** The last price of a symbol on an exchange. */
export interface Price extends RecordBase {
  readonly exchange: string;
  readonly symbol: string;
  readonly bid: number | null;
  readonly ask: number | null;
}

/** The key names the symbol; what stands in the hash is not needed. */
export const readPosition = (store: StateStore, record: RecordKey): Promise<RecordRead<Position>> => {
  const names = {
    side: 'side',
    quantity: 'quantity',
    entryPrice: 'entry_price',
    currentPrice: 'current_price',
    pnl: 'pnl',
    pnlRate: 'pnl_pct',
  };
  return readRecord(store, record, names, 'timestamp', (fields) => ({
    symbol: record.name,
    side: fields.read(names.side, pythonText),
    quantity: fields.read(names.quantity, pythonNumber),
    entryPrice: fields.read(names.entryPrice, pythonNumber),
    currentPrice: fields.read(names.currentPrice, pythonNumber),
    pnl: fields.read(names.pnl, pythonNumber),
    pnlRate: fields.read(names.pnlRate, pythonNumber),
  }));
};

export const readOrder = (store: StateStore, record: RecordKey): Promise<RecordRead<Order>> => {
  const names = {
    exchange: 'exchange',
    symbol: 'symbol',
    side: 'side',
    status: 'status',
    quantity: 'quantity',
    price: 'price',
    filledQuantity: 'filled_quantity',
    createdAt: 'created_at',
  };
  return readRecord(store, record, names, 'updated_at', (fields) => ({
    id: record.name,
    exchange: fields.read(names.exchange, pythonText),
    symbol: fields.read(names.symbol, pythonText),
    side: fields.read(names.side, pythonText),
    status: fields.read(names.status, orderStatus),
    quantity: fields.read(names.quantity, pythonNumber),
    price: fields.read(names.price, pythonNumber),
    filledQuantity: fields.read(names.filledQuantity, pythonNumber),
    createdAt: fields.read(names.createdAt, readTime),
  }));
};

export const readExecution = (store: StateStore, record: RecordKey): Promise<RecordRead<Execution>> => {
  const names = {
    quantity: 'quantity',
    buyPrice: 'buy_price',
    sellPrice: 'sell_price',
    netPnl: 'net_pnl',
    fees: 'fees',
  };
  return readRecord(store, record, names, 'timestamp', (fields) => ({
    symbol: record.name.slice(0, Math.max(record.name.lastIndexOf(':'), 0)) || record.name,
    quantity: fields.read(names.quantity, pythonNumber),
    buyPrice: fields.read(names.buyPrice, pythonNumber),
    sellPrice: fields.read(names.sellPrice, pythonNumber),
    estimatedNetPnl: fields.read(names.netPnl, pythonNumber),
    estimatedFees: fields.read(names.fees, pythonNumber),
  }));
};

export const readPrice = (store: StateStore, record: RecordKey): Promise<RecordRead<Price>> => {
  const names = { bid: 'bid', ask: 'ask' };
  return readRecord(store, record, names, 'timestamp', (fields) => ({
    ...feedOf(record),
    bid: fields.read(names.bid, pythonNumber),
    ask: fields.read(names.ask, pythonNumber),
  }));
};

/** Which price of which exchange a key is of. */
export function feedOf({ name }: RecordKey): Pick<Price, 'exchange' | 'symbol'> {
  const [, exchange = name, symbol = ''] = /^([^:]*):(.*)$/s.exec(name) ?? [];
  return { exchange, symbol };
}

function orderStatus(text: string): ParseResult<OrderStatus> {
  const status = STATUSES.find((each) => each === text);
  return status === undefined ? { error: `is ${quoted(text)}, not a status of an order` } : { value: status };
}
