import type { Place } from '../../src/state/keys';
import type { Random } from './random';
import type { DemoTrader } from './trader';
import type { Order, TraderKeys } from './traderKeys';

const WON_PER_DOLLAR = 1_390;
const BTC_IN_DOLLARS = 38_000;
/** So much dearer is a coin in won. */
const PREMIUM = 1.02;
const LARGEST_STEP = 0.0004;
const QUANTITY = 0.01;
const FEE = 0.002;
const ORDER_EVERY_MS = 30_000;

/**
 * A live trader as the trading system has it: every second it writes its portfolio, prices and signals, and no heartbeat,
 * stats or metrics. Its orders are simulated, and leave no key, until it is made to send real ones.
 */
export class LiveTrader implements DemoTrader {
  running = true;
  private breaker: boolean | null = null;
  private isArmed = false;
  private hasRealOrders = false;
  private orders = 0;
  private price = BTC_IN_DOLLARS;
  private nextOrderMs = 0;

  constructor(
    readonly target: Place,
    private balance: number,
    private readonly keys: TraderKeys,
    private readonly random: Random,
  ) {}

  get breakerActive(): boolean {
    return this.breaker === true;
  }

  get armed(): boolean {
    return this.isArmed;
  }

  get sendsRealOrders(): boolean {
    return this.hasRealOrders;
  }

  tick(now: Date): void {
    if (!this.running) return;
    this.price *= 1 + this.random.between(-LARGEST_STEP, LARGEST_STEP);
    this.writePrices(now);
    if (this.sendsRealOrders && !this.breakerActive && now.getTime() >= this.nextOrderMs) this.trade(now);
    this.keys.portfolio({ total: cents(this.balance), inPositions: 0 }, now);
    this.writeMetrics();
  }

  /** From now on its metrics are written, too: they alone tell of the breaker. */
  tripBreaker(): void {
    this.breaker = true;
    this.writeMetrics();
  }

  resetBreaker(): void {
    this.breaker = false;
    this.writeMetrics();
  }

  /** Arms live trading, or disarms it, by the flags that the StateManager has for it. */
  arm(armed: boolean): void {
    this.isArmed = armed;
    this.keys.setStat('live_enabled', 1);
    this.keys.setStat('live_armed', armed ? 1 : 0);
  }

  /** Sends a real order now, and one every 30 s from then on; or simulates them again. */
  sendRealOrders(isReal: boolean, now: Date): void {
    this.hasRealOrders = isReal;
    this.nextOrderMs = now.getTime();
  }

  private get wonPrice(): number {
    return Math.round(this.price * WON_PER_DOLLAR * PREMIUM);
  }

  private writePrices(now: Date): void {
    const dollars = cents(this.price);
    const won = this.wonPrice;
    this.keys.price({ exchange: 'upbit', symbol: 'KRW-BTC', bid: won, ask: won + 10_000 }, now);
    this.keys.price({ exchange: 'binance', symbol: 'BTCUSDT', bid: dollars, ask: dollars + 10 }, now);
    this.keys.price(
      { exchange: 'upbit', symbol: 'KRW-USDT', bid: WON_PER_DOLLAR, ask: WON_PER_DOLLAR + 1 },
      now,
    );
    const buyPrice = (dollars + 10) * WON_PER_DOLLAR;
    this.keys.signal(
      { symbol: 'BTC', buyExchange: 'binance', sellExchange: 'upbit', buyPrice, sellPrice: won },
      now,
    );
  }

  private trade(now: Date): void {
    this.nextOrderMs = now.getTime() + ORDER_EVERY_MS;
    const buyPrice = (cents(this.price) + 10) * WON_PER_DOLLAR;
    const sellPrice = this.wonPrice;
    const buy = this.order({ exchange: 'binance', symbol: 'BTCUSDT', side: 'buy', price: buyPrice }, now);
    const sell = this.order({ exchange: 'upbit', symbol: 'KRW-BTC', side: 'sell', price: sellPrice }, now);
    const fees = cents(QUANTITY * (buyPrice + sellPrice) * FEE);
    this.keys.execution({ symbol: 'BTC', buy, sell, fees }, now);
    this.balance += QUANTITY * (sellPrice - buyPrice) - fees;
  }

  private order(order: Omit<Order, 'id' | 'quantity'>, now: Date): Order {
    this.orders += 1;
    const whole = { ...order, id: `demo-order-${this.orders}`, quantity: QUANTITY };
    this.keys.order(whole, now);
    return whole;
  }

  private writeMetrics(): void {
    if (this.breaker === null) return;
    this.keys.metrics({
      total_balance: cents(this.balance),
      available_balance: cents(this.balance),
      positions_count: 0,
      orders_count: this.orders,
      live_enabled: this.sendsRealOrders,
      dry_run: !this.sendsRealOrders,
      circuit_breaker_active: this.breaker,
    });
  }
}

const cents = (amount: number): number => Math.round(amount * 100) / 100;
