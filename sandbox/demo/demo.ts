import type { Clock } from '../../src/lib/clock';
import { UNKNOWN_EVICTION } from '../../src/redis/eviction';
import { UNVERIFIED } from '../../src/redis/sentinel/verifiedRead';
import { DEFAULT_KEY_PREFIX, type Place } from '../../src/state/keys';
import { MemoryStore } from '../../src/state/stores/memoryStore';
import type { Stores } from '../../src/storage/connect';
import { MemoryAlertStore } from '../../src/storage/memory/memoryAlertStore';
import { MemoryBotStore } from '../../src/storage/memory/memoryBotStore';
import { IN_MEMORY } from '../../src/storage/storeStatus';
import { LiveTrader } from './liveTrader';
import { seededRandom } from './random';
import { type DemoTrader, PaperTrader, type TraderCharacter } from './trader';
import { TraderKeys } from './traderKeys';
import { DemoTuning } from './tuning';
import { TuningKeys } from './tuningKeys';

const TICK_MS = 1_000;
/** So long ago, at the start, the first tuning session began. */
const HISTORY_MS = 6 * 60_000;

const TUNING: Place = { mode: 'paper', env: 'docker' };

const LIVE: Place = { mode: 'live', env: 'docker' };
const LIVE_BALANCE = 2_500_000;

/** It uses the trading system's StateManager, which no live trader does: so it has all there is to report. */
const PAPER: TraderCharacter = {
  target: { mode: 'paper', env: 'docker' },
  component: 'trader',
  balance: 10_000_000,
  quantity: 0.05,
  eagerness: 0.3,
  stats: {
    trades_total: 1_287,
    trades_today: 42,
    circuit_breaker_triggers_total: 1,
    safety_violations_total: 3,
  },
};

export interface DemoOptions {
  readonly clock: Clock;
  /** The same seed, with the same ticks, gives the same figures. */
  readonly seed?: number;
  readonly keyPrefix?: string;
  /** The zone in which tuning times are written; what the bot reads them in. */
  readonly zone?: string;
}

/** A trading system that trades nothing: two traders and a tuning session, in memory. */
export class DemoSystem {
  readonly store: MemoryStore;
  private readonly alertStore: MemoryAlertStore;
  readonly live: LiveTrader;
  readonly paper: PaperTrader;
  readonly tuning: DemoTuning;
  private readonly clock: Clock;
  private readonly listeners = new Set<() => void>();
  private timer: NodeJS.Timeout | null = null;

  constructor({ clock, seed = 1, keyPrefix = DEFAULT_KEY_PREFIX, zone = 'UTC' }: DemoOptions) {
    this.clock = clock;
    const store = new MemoryStore(clock);
    this.store = store;
    this.alertStore = new MemoryAlertStore(store, clock);
    const random = seededRandom(seed);
    this.live = new LiveTrader(LIVE, LIVE_BALANCE, new TraderKeys(store, LIVE, keyPrefix), random);
    this.paper = new PaperTrader(PAPER, new TraderKeys(store, PAPER.target, keyPrefix), random);
    const startedAt = new Date(clock.now().getTime() - HISTORY_MS);
    this.tuning = new DemoTuning(new TuningKeys(store, TUNING, keyPrefix, zone), random, startedAt);
    this.tick();
  }

  get traders(): readonly DemoTrader[] {
    return [this.live, this.paper];
  }

  /** The doors to what the demo writes, as the bot takes them. */
  get state(): Stores {
    return {
      store: this.store,
      verifiedReads: UNVERIFIED,
      tracking: this.store,
      eviction: async () => UNKNOWN_EVICTION,
      botStore: new MemoryBotStore(this.store),
      alertStore: this.alertStore,
      storeStatus: IN_MEMORY,
      close: async () => undefined,
    };
  }

  now(): Date {
    return this.clock.now();
  }

  /** Writes what is due by the clock. */
  tick(): void {
    const now = this.now();
    for (const trader of this.traders) trader.tick(now);
    this.tuning.tick(now);
    for (const listener of this.listeners) listener();
  }

  /** Calls the listener after every tick; returns a function that ends that. */
  onTick(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Ticks every second from now on. */
  start(): void {
    this.timer ??= setInterval(() => this.tick(), TICK_MS);
  }

  stop(): void {
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
  }
}
