import { type Place, traderNamespace } from '../../src/state/keys';
import { isoformat, strBool, strFloat } from './pythonText';

const HEARTBEAT_TTL_MS = 60_000;
const PORTFOLIO_TTL_MS = 300_000;
const METRICS_TTL_MS = 300_000;
const POSITION_TTL_MS = 86_400_000;
const PRICE_TTL_MS = 60_000;
const SIGNAL_TTL_MS = 300_000;
const ORDER_TTL_MS = 86_400_000;

export interface PortfolioFigures {
  readonly total: number;
  readonly inPositions: number;
}

export interface PositionFigures {
  readonly symbol: string;
  readonly quantity: number;
  readonly entryPrice: number;
  readonly currentPrice: number;
}

export interface Price {
  readonly exchange: string;
  readonly symbol: string;
  readonly bid: number;
  readonly ask: number;
}

export interface Signal {
  readonly symbol: string;
  readonly buyExchange: string;
  readonly sellExchange: string;
  readonly buyPrice: number;
  readonly sellPrice: number;
}

/** An order; filled as soon as it was sent unless told. */
export interface Order {
  readonly id: string;
  readonly exchange: string;
  readonly symbol: string;
  readonly side: 'buy' | 'sell';
  readonly quantity: number;
  readonly price: number;
  readonly status?: 'filled' | 'partially_filled' | 'rejected';
  /** All of it unless told. */
  readonly filled?: number;
}

/** What came of two orders; money by the trader's own estimate. */
export interface Execution {
  readonly symbol: string;
  readonly buy: Order;
  readonly sell: Order;
  readonly fees: number;
}

/** What the keys are written to, such as a store in memory. Lengths of time are in ms. */
export interface KeyWriter {
  set(key: string, value: string, ttlMs?: number): void;
  setHash(key: string, fields: Readonly<Record<string, string>>, ttlMs?: number): void;
  incrByFloat(key: string, by: number): unknown;
}

/**
 * Writes a trader's keys with the types, texts and TTLs that the trading system gives them.
 * Source: the recordings of it, test/fixtures/trader-state.redis and test/fixtures/contract.
 */
export class TraderKeys {
  private readonly start: string;

  constructor(
    private readonly store: KeyWriter,
    target: Place,
    keyPrefix: string,
  ) {
    this.start = `${traderNamespace(target)}:${keyPrefix}`;
  }

  /** The key expires after `ttlMs`; never, where that is null. */
  heartbeat(component: string, at: Date, ttlMs: number | null = HEARTBEAT_TTL_MS): void {
    this.store.set(`${this.start}:heartbeat:${component}`, isoformat(at), ttlMs ?? undefined);
  }

  setStat(name: string, value: number): void {
    this.store.set(`${this.start}:stats:${name}`, `${value}`);
  }

  raiseStat(name: string): void {
    this.store.incrByFloat(`${this.start}:stats:${name}`, 1);
  }

  /** The key expires after `ttlMs`; never, where that is null. */
  portfolio(
    { total, inPositions }: PortfolioFigures,
    at: Date,
    ttlMs: number | null = PORTFOLIO_TTL_MS,
  ): void {
    const fields = {
      total_balance: strFloat(total),
      available_balance: strFloat(total - inPositions),
      total_position_value: strFloat(inPositions),
      utilization_rate: strFloat(inPositions / total),
      timestamp: isoformat(at),
    };
    this.store.setHash(`${this.start}:portfolio:state`, fields, ttlMs ?? undefined);
  }

  metrics(values: Readonly<Record<string, number | boolean>>): void {
    const fields = Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'number' ? strFloat(value) : strBool(value),
    ]);
    this.store.setHash(`${this.start}:metrics:live`, Object.fromEntries(fields), METRICS_TTL_MS);
  }

  position({ symbol, quantity, entryPrice, currentPrice }: PositionFigures, at: Date): void {
    const fields = {
      symbol,
      quantity: strFloat(quantity),
      entry_price: strFloat(entryPrice),
      current_price: strFloat(currentPrice),
      side: 'buy',
      pnl: strFloat(quantity * (currentPrice - entryPrice)),
      pnl_pct: strFloat(currentPrice / entryPrice - 1),
      timestamp: isoformat(at),
    };
    this.store.setHash(`${this.start}:positions:${symbol}`, fields, POSITION_TTL_MS);
  }

  price({ exchange, symbol, bid, ask }: Price, at: Date): void {
    const fields = {
      bid: strFloat(bid),
      ask: strFloat(ask),
      mid: strFloat((bid + ask) / 2),
      timestamp: isoformat(at),
    };
    this.store.setHash(`${this.start}:prices:${exchange}:${symbol}`, fields, PRICE_TTL_MS);
  }

  signal({ symbol, buyExchange, sellExchange, buyPrice, sellPrice }: Signal, at: Date): void {
    const spread = sellPrice - buyPrice;
    const fields = {
      symbol,
      buy_exchange: buyExchange,
      sell_exchange: sellExchange,
      buy_price: strFloat(buyPrice),
      sell_price: strFloat(sellPrice),
      spread: strFloat(spread),
      spread_pct: strFloat((spread / buyPrice) * 100),
      timestamp: isoformat(at),
    };
    this.store.setHash(`${this.start}:signal:${symbol}`, fields, SIGNAL_TTL_MS);
  }

  order(
    { id, exchange, symbol, side, quantity, price, status = 'filled', filled = quantity }: Order,
    at: Date,
  ): void {
    const fields = {
      order_id: id,
      exchange,
      symbol,
      side,
      quantity: strFloat(quantity),
      price: strFloat(price),
      status,
      filled_quantity: strFloat(filled),
      fill_rate: strFloat(filled / quantity),
      created_at: isoformat(at),
      updated_at: isoformat(at),
    };
    this.store.setHash(`${this.start}:orders:${id}`, fields, ORDER_TTL_MS);
  }

  execution({ symbol, buy, sell, fees }: Execution, at: Date): void {
    const gross = sell.quantity * sell.price - buy.quantity * buy.price;
    const fields = {
      symbol,
      buy_order_id: buy.id,
      sell_order_id: sell.id,
      buy_price: strFloat(buy.price),
      sell_price: strFloat(sell.price),
      quantity: strFloat(buy.quantity),
      gross_pnl: strFloat(gross),
      net_pnl: strFloat(gross - fees),
      fees: strFloat(fees),
      pnl_pct: strFloat(((gross - fees) / (buy.quantity * buy.price)) * 100),
      timestamp: isoformat(at),
    };
    this.store.setHash(`${this.start}:execution:${symbol}:${at.getTime() / 1000}`, fields, ORDER_TTL_MS);
  }
}
