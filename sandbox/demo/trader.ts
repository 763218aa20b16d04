import type { Place } from '../../src/state/keys';
import type { Random } from './random';
import type { Order, TraderKeys } from './traderKeys';

const BEAT_EVERY_MS = 5_000;
const SYMBOL = 'BTC_KRW';
const ENTRY_PRICE = 50_100_000;
const LARGEST_STEP = 0.0004;
const LARGEST_WIN = 6_000;
/** Slightly more wins than losses. */
const LARGEST_LOSS = 5_200;
const ORDER_QUANTITY = 0.01;
const FEE = 0.0005;

/** What a paper trader is like. */
export interface TraderCharacter {
  readonly target: Place;
  /** Under which name its heart beats. */
  readonly component: string;
  readonly balance: number;
  /** In units of BTC; 0 for a trader without a position. */
  readonly quantity: number;
  /** How likely it trades at one beat, 0 to 1. */
  readonly eagerness: number;
  /** The stats it has written before; what is not among them is not reported. */
  readonly stats: Readonly<Record<string, number>>;
}

/** What one can do to each demo trader. */
export interface DemoTrader {
  readonly target: Place;
  running: boolean;
  readonly breakerActive: boolean;
  /** Writes what is due at `now`. */
  tick(now: Date): void;
  /** Trips the circuit breaker, as too many losses would: no trade until it is reset. */
  tripBreaker(): void;
  resetBreaker(): void;
}

/** A trader that trades nothing, and writes all that the trading system's StateManager offers. */
export class PaperTrader implements DemoTrader {
  running = true;
  heartbeatStopped = false;
  portfolioStopped = false;
  readonly target: Place;
  private breaker = false;
  private nextBeatMs = Number.NEGATIVE_INFINITY;
  private day: string | null = null;
  private cash: number;
  private price = ENTRY_PRICE;
  private wins = 21;
  private trades = 39;
  private orders = 0;

  constructor(
    private readonly character: TraderCharacter,
    private readonly keys: TraderKeys,
    private readonly random: Random,
  ) {
    this.target = character.target;
    this.cash = character.balance - character.quantity * ENTRY_PRICE;
    for (const [name, value] of Object.entries(character.stats)) keys.setStat(name, value);
  }

  get breakerActive(): boolean {
    return this.breaker;
  }

  tick(now: Date): void {
    if (!this.running || now.getTime() < this.nextBeatMs) return;
    this.nextBeatMs = now.getTime() + BEAT_EVERY_MS;
    this.startDay(now);
    this.price *= 1 + this.random.between(-LARGEST_STEP, LARGEST_STEP);
    if (this.random.next() < this.character.eagerness && !this.breaker) this.trade(now);
    this.writePrices(now);
    if (!this.heartbeatStopped) this.keys.heartbeat(this.character.component, now);
    this.writeMetrics();
    if (!this.portfolioStopped) this.writePortfolio(now);
  }

  tripBreaker(): void {
    this.breaker = true;
    this.keys.raiseStat('circuit_breaker_triggers_total');
    this.writeMetrics();
  }

  resetBreaker(): void {
    this.breaker = false;
    this.writeMetrics();
  }

  private startDay(now: Date): void {
    const day = now.toISOString().slice(0, 10);
    if (this.day !== null && this.day !== day) this.keys.setStat('trades_today', 0);
    this.day = day;
  }

  private trade(now: Date): void {
    const pnl = this.random.between(-LARGEST_LOSS, LARGEST_WIN);
    this.cash = cents(this.cash + pnl);
    this.trades += 1;
    if (pnl > 0) this.wins += 1;
    this.keys.raiseStat('trades_total');
    this.keys.raiseStat('trades_today');
    this.recordTrade(pnl, now);
  }

  /** A purchase and a sale of which this P&L remains. */
  private recordTrade(pnl: number, now: Date): void {
    const buyPrice = Math.round(this.price);
    const fees = cents(2 * ORDER_QUANTITY * buyPrice * FEE);
    const sellPrice = Math.round(buyPrice + (pnl + fees) / ORDER_QUANTITY);
    const buy = this.order({ exchange: 'binance', side: 'buy', price: buyPrice }, now);
    const sell = this.order({ exchange: 'upbit', side: 'sell', price: sellPrice }, now);
    this.keys.execution({ symbol: SYMBOL, buy, sell, fees }, now);
  }

  private order(order: Omit<Order, 'id' | 'quantity' | 'symbol'>, now: Date): Order {
    this.orders += 1;
    const whole = { ...order, id: `demo-paper-${this.orders}`, symbol: SYMBOL, quantity: ORDER_QUANTITY };
    this.keys.order(whole, now);
    return whole;
  }

  private writePrices(now: Date): void {
    const bid = Math.round(this.price);
    this.keys.price({ exchange: 'upbit', symbol: SYMBOL, bid, ask: bid + 10_000 }, now);
    this.keys.price({ exchange: 'binance', symbol: SYMBOL, bid: bid - 20_000, ask: bid - 10_000 }, now);
  }

  private writePortfolio(now: Date): void {
    const { quantity } = this.character;
    const inPositions = cents(quantity * this.price);
    this.keys.portfolio({ total: cents(this.cash + inPositions), inPositions }, now);
    if (quantity === 0) return;
    const currentPrice = cents(this.price);
    this.keys.position({ symbol: SYMBOL, quantity, entryPrice: ENTRY_PRICE, currentPrice }, now);
  }

  private writeMetrics(): void {
    const profit = this.cash - this.character.balance + this.character.quantity * ENTRY_PRICE;
    this.keys.metrics({
      circuit_breaker_active: this.breaker,
      win_rate: Number((this.wins / this.trades).toFixed(4)),
      avg_trade_pnl: cents(profit / this.trades),
      positions_count: this.character.quantity === 0 ? 0 : 1,
    });
  }
}

const cents = (amount: number): number => Math.round(amount * 100) / 100;
