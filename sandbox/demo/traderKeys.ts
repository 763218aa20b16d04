import { type Place, traderNamespace } from '../../src/state/keys';
import { isoformat, strBool, strFloat } from './pythonText';

const HEARTBEAT_TTL_MS = 60_000;
const PORTFOLIO_TTL_MS = 300_000;
const METRICS_TTL_MS = 300_000;
const POSITION_TTL_MS = 86_400_000;

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

/** What the keys are written to, such as a store in memory. Lengths of time are in ms. */
export interface KeyWriter {
  set(key: string, value: string, ttlMs?: number): void;
  setHash(key: string, fields: Readonly<Record<string, string>>, ttlMs?: number): void;
  incrByFloat(key: string, by: number): unknown;
}

/**
 * Writes a trader's keys with the types, texts and TTLs that the trading system gives them.
 * Source: the recording of it, test/fixtures/trader-state.redis.
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

  heartbeat(component: string, at: Date): void {
    this.store.set(`${this.start}:heartbeat:${component}`, isoformat(at), HEARTBEAT_TTL_MS);
  }

  setStat(name: string, value: number): void {
    this.store.set(`${this.start}:stats:${name}`, `${value}`);
  }

  raiseStat(name: string): void {
    this.store.incrByFloat(`${this.start}:stats:${name}`, 1);
  }

  portfolio({ total, inPositions }: PortfolioFigures, at: Date): void {
    const fields = {
      total_balance: strFloat(total),
      available_balance: strFloat(total - inPositions),
      total_position_value: strFloat(inPositions),
      utilization_rate: strFloat(inPositions / total),
      timestamp: isoformat(at),
    };
    this.store.setHash(`${this.start}:portfolio:state`, fields, PORTFOLIO_TTL_MS);
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
}
