import { TraderKeys } from '../../sandbox/demo/traderKeys';
import { DEFAULT_KEY_PREFIX, type Place, traderNamespace } from '../../src/state/keys';
import type { Count, Run, Switch, TraderHistory } from '../referee/history';
import type { KeptKeys } from './keptKeys';
import { MINUTE } from './plan';

const BEAT_SEEN_MS = MINUTE;
const PORTFOLIO_SEEN_MS = 5 * MINUTE;

interface Life {
  readonly from: number;
  readonly beatEveryMs: number;
  readonly moveEveryMs: number;
  readonly component: string;
  /** Its machine's clock minus the true time, in ms. */
  readonly clockErrorMs: number;
}

type Counter = Count['name'];
const STATS = {
  trades: 'trades_total',
  violations: 'safety_violations_total',
  trips: 'circuit_breaker_triggers_total',
} as const;

/** The figures that a trader has in Redis, which Redis may lose. */
interface Figures {
  readonly counters: Readonly<Partial<Record<Counter, number>>>;
  readonly live: { readonly enabled: boolean; readonly armed: boolean } | null;
}

/** One trader: its true life, and its keys as they are whenever somebody reads them. Times in ms since the epoch. */
export class WorldTrader {
  readonly target: string;
  private readonly keys: TraderKeys;
  private readonly beats: Run[] = [];
  private readonly moves: Run[] = [];
  private readonly counts: Count[] = [];
  private readonly switches: Switch[] = [];
  private life: Life | null = null;
  /** Since when its portfolio moves; null while it stands. */
  private movesFrom: number | null = null;
  private figures: Figures = { counters: {}, live: null };
  private breakerUntil = 0;
  private shownBeat = 0;

  constructor(
    readonly place: Place,
    private readonly redis: KeptKeys,
  ) {
    this.target = traderNamespace(place);
    this.keys = new TraderKeys(redis, place, DEFAULT_KEY_PREFIX);
  }

  get isAlive(): boolean {
    return this.life !== null;
  }

  get isFrozen(): boolean {
    return this.life !== null && this.movesFrom === null;
  }

  starts(life: Omit<Life, 'from'>, nowMs: number): void {
    this.life = { ...life, from: nowMs };
    this.movesFrom = nowMs;
  }

  dies(nowMs: number): void {
    const { life } = this;
    if (life === null) return;
    this.freezes(nowMs);
    this.show(nowMs);
    const { from, beatEveryMs } = life;
    this.beats.push({ first: from, last: lastOf(from, beatEveryMs, nowMs), everyMs: beatEveryMs });
    this.life = null;
  }

  /** Its heart beats on; its portfolio stands. */
  freezes(nowMs: number): void {
    if (this.life === null || this.movesFrom === null) return;
    const { moveEveryMs } = this.life;
    const last = lastOf(this.movesFrom, moveEveryMs, nowMs);
    this.moves.push({ first: this.movesFrom, last, everyMs: moveEveryMs });
    this.movesFrom = null;
  }

  thaws(nowMs: number): void {
    if (this.isFrozen) this.movesFrom = nowMs;
  }

  counts1(name: Counter, by: number, nowMs: number): void {
    if (this.redis.isAway) return;
    const total = (this.figures.counters[name] ?? 0) + by;
    this.figures = { ...this.figures, counters: { ...this.figures.counters, [name]: total } };
    this.counts.push({ at: nowMs, name, total });
    this.redis.age = 0;
    this.keys.setStat(STATS[name], total);
    if (name === 'trips') this.breakerUntil = nowMs + 20 * MINUTE;
  }

  turns(live: { readonly enabled: boolean; readonly armed: boolean }, nowMs: number): void {
    if (this.redis.isAway) return;
    this.figures = { ...this.figures, live };
    this.switches.push({ at: nowMs, ...live });
    this.writeLive(live);
  }

  get live(): { readonly enabled: boolean; readonly armed: boolean } {
    return this.figures.live ?? { enabled: false, armed: false };
  }

  /** To go back to by `comesBack`. */
  snapshot(): Figures {
    return this.figures;
  }

  /** Redis has lost its figures; or it has them as they were. */
  comesBack(figures: Figures | null, nowMs: number): void {
    this.shownBeat = 0;
    const before = this.figures;
    this.figures = figures ?? { counters: {}, live: null };
    for (const [name, total] of Object.entries(this.figures.counters) as [Counter, number][]) {
      this.redis.age = 0;
      this.keys.setStat(STATS[name], total);
      if (before.counters[name] !== total) this.counts.push({ at: nowMs, name, total, isOld: true });
    }
    const { live } = this.figures;
    if (live === null) return;
    this.writeLive(live);
    if (live.enabled !== before.live?.enabled || live.armed !== before.live.armed)
      this.switches.push({ at: nowMs, ...live });
  }

  /** Brings the keys that change all the time to how they are now. */
  show(nowMs: number): void {
    const { life, redis } = this;
    if (life === null) return;
    const beat = redis.lastWrite(life.from, life.beatEveryMs, nowMs, BEAT_SEEN_MS);
    if (beat === null || beat === this.shownBeat) return;
    this.shownBeat = beat;
    redis.age = nowMs - beat;
    this.keys.heartbeat(life.component, new Date(beat + life.clockErrorMs));
    this.showPortfolio(life, beat, nowMs);
    if (this.place.mode === 'live') this.keys.metrics({ circuit_breaker_active: nowMs < this.breakerUntil });
  }

  history(nowMs: number): TraderHistory {
    const { life } = this;
    this.dies(nowMs);
    const history = {
      target: this.target,
      beats: [...this.beats],
      portfolio: [...this.moves],
      counts: this.counts,
      switches: this.switches,
    };
    this.life = life;
    return history;
  }

  /** It is written with every beat, and its time is that of its last move. */
  private showPortfolio(life: Life, beat: number, nowMs: number): void {
    const stood = this.moves.at(-1)?.last ?? life.from;
    const moved = this.movesFrom === null ? stood : lastOf(this.movesFrom, life.moveEveryMs, beat);
    if (nowMs - beat >= PORTFOLIO_SEEN_MS) return;
    const total = 100_000 + (Math.floor(moved / MINUTE) % 997);
    this.keys.portfolio({ total, inPositions: 25_000 }, new Date(moved + life.clockErrorMs));
  }

  private writeLive({ enabled, armed }: { readonly enabled: boolean; readonly armed: boolean }): void {
    this.redis.age = 0;
    this.keys.setStat('live_enabled', enabled ? 1 : 0);
    this.keys.setStat('live_armed', armed ? 1 : 0);
  }
}

/** The last of what comes every so often, at or before `nowMs`. */
const lastOf = (from: number, everyMs: number, nowMs: number): number =>
  from + Math.max(0, Math.floor((nowMs - from) / everyMs)) * everyMs;
