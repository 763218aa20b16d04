import type { TraderKeys } from '../../sandbox/demo/traderKeys';
import type { Count, Span, Switch } from '../invariants/history';
import { HOUR, MINUTE } from './plan';
import { SpanKeeper } from './spans';
import type { StoredKeys } from './storedKeys';

export type Counter = Count['name'];

export interface Flags {
  readonly enabled: boolean;
  readonly armed: boolean;
}

/** What a trader has counted and switched, as it stands in Redis, which may lose it. Times in ms since the epoch. */
export interface StatValues {
  readonly counters: Readonly<Partial<Record<Counter, number>>>;
  readonly live: Flags | null;
  /** When its last real order was written; null for never. */
  readonly orderAt: number | null;
}

const STATS = {
  trades: 'trades_total',
  violations: 'safety_violations_total',
  trips: 'circuit_breaker_triggers_total',
} as const;

const NO_FIGURES: StatValues = { counters: {}, live: null, orderAt: null };
const ORDER_PROVES_MS = 24 * HOUR;
const BREAKER_ACTIVE_MS = 20 * MINUTE;

/** The stats of one trader, and what truly became of them. */
export class TraderStats {
  readonly counts: Count[] = [];
  readonly switches: Switch[] = [];
  private now: StatValues = NO_FIGURES;
  private readonly breaker: Span[] = [];
  private readonly evident = new SpanKeeper();

  constructor(
    private readonly redis: StoredKeys,
    private readonly keys: TraderKeys,
    /** Whether the configuration names the trader. */
    private readonly isListed: boolean,
    /** Whether its flags and orders are of real money. */
    private readonly isLive: boolean,
  ) {}

  get live(): Flags {
    return this.now.live ?? { enabled: false, armed: false };
  }

  isBreakerActive(atMs: number): boolean {
    return this.breaker.some(({ from, to }) => from <= atMs && atMs < to);
  }

  /** When the breaker was active: it is for 20 min after each trip. */
  get breakerActive(): readonly Span[] {
    return this.breaker;
  }

  counts1(name: Counter, by: number, nowMs: number): void {
    if (this.redis.isAway) return;
    const total = (this.now.counters[name] ?? 0) + by;
    this.now = { ...this.now, counters: { ...this.now.counters, [name]: total } };
    this.counts.push({ at: nowMs, name, total });
    this.redis.age = 0;
    this.keys.setStat(STATS[name], total);
    if (name === 'trips') this.trips(nowMs);
  }

  /** A flag that is on is any number but 0: the trading system can only increment it. */
  turns(live: Flags, nowMs: number, on = 1): void {
    if (this.redis.isAway) return;
    this.now = { ...this.now, live };
    this.switches.push({ at: nowMs, ...live });
    this.writeFlags(live, on);
    this.evidenceAt(nowMs);
  }

  /** A real order is written, which was sent `agoMs` ago. */
  orders(nowMs: number, agoMs = 0): void {
    if (this.redis.isAway) return;
    this.now = { ...this.now, orderAt: nowMs - agoMs };
    this.redis.age = agoMs;
    const at = new Date(nowMs - agoMs);
    const id = `order-${at.getTime()}`;
    this.keys.order({ id, exchange: 'upbit', symbol: 'KRW-BTC', side: 'buy', quantity: 1, price: 5e7 }, at);
    this.evidenceAt(nowMs);
  }

  /** To go back to by `comesBack`. */
  snapshot(): StatValues {
    return this.now;
  }

  /** Redis has lost its stats; or it has them as they were. Orders are lost either way. */
  comesBack(stats: StatValues | null, nowMs: number): void {
    const before = this.now;
    this.now = { ...(stats ?? NO_FIGURES), orderAt: null };
    for (const [name, total] of Object.entries(this.now.counters) as [Counter, number][]) {
      this.redis.age = 0;
      this.keys.setStat(STATS[name], total);
      if (before.counters[name] !== total) this.counts.push({ at: nowMs, name, total, isOld: true });
    }
    const { live } = this.now;
    this.evidenceAt(nowMs);
    if (live === null) return;
    this.writeFlags(live, 1);
    if (live.enabled !== before.live?.enabled || live.armed !== before.live.armed)
      this.switches.push({ at: nowMs, ...live });
  }

  /** When there was evidence that the trader should run. */
  evidenceUntil(nowMs: number): readonly Span[] {
    this.evidenceAt(nowMs);
    return this.evident.until(nowMs);
  }

  /** To be called when an order may have become too old. */
  evidenceAt(nowMs: number): void {
    const { live, orderAt } = this.now;
    const hasFlag = live !== null && (live.enabled || live.armed);
    const hasOrder = orderAt !== null && nowMs - orderAt < ORDER_PROVES_MS;
    this.evident.set(this.isListed || (this.isLive && (hasFlag || hasOrder)), nowMs);
  }

  private trips(nowMs: number): void {
    const last = this.breaker.at(-1);
    const from = last !== undefined && last.to >= nowMs ? (this.breaker.pop()?.from ?? nowMs) : nowMs;
    this.breaker.push({ from, to: nowMs + BREAKER_ACTIVE_MS });
  }

  private writeFlags({ enabled, armed }: Flags, on: number): void {
    this.redis.age = 0;
    this.keys.setStat('live_enabled', enabled ? on : 0);
    this.keys.setStat('live_armed', armed ? on : 0);
  }
}
