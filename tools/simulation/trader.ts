import { TraderKeys } from '../../sandbox/demo/traderKeys';
import { DEFAULT_KEY_PREFIX, type Place, traderNamespace } from '../../src/state/keys';
import type { Run, Span, TraderHistory } from '../invariants/history';
import type { Character } from './characters';
import { MINUTE, SECOND } from './plan';
import { Sign } from './sign';
import type { StoredKeys } from './storedKeys';
import { TraderStats } from './traderStats';

const USUAL_TTL_MS = { heartbeat: MINUTE, portfolio: 5 * MINUTE } as const;
/** An hour by hand, as an operator does who polls into something. */
const BY_HAND_MS = 60 * MINUTE;
/** The bot polls for traders that nobody named every 10 minutes, and watches them once they have written for 5. */
const FOUND_WITHIN_MS = 15 * MINUTE + 30 * SECOND;

/** How one of its lives differs from the others. */
export interface Life {
  /** The component of its heartbeat. */
  readonly component: string;
  /** Its machine's clock minus the true time, in ms. */
  readonly clockErrorMs: number;
}

/** One trader: its true life, and its keys as they are whenever somebody reads them. Times in ms since the epoch. */
export class WorldTrader {
  readonly target: string;
  readonly place: Place;
  readonly stats: TraderStats;
  private readonly keys: TraderKeys;
  private readonly heartbeat: Sign;
  private readonly portfolio: Sign;
  private life: Life | null = null;
  private before: readonly Run[] = [];
  /** Whether somebody set by hand when its keys expire: then their TTL does not show their age. */
  private isByHand = false;

  constructor(
    readonly character: Character,
    private readonly redis: StoredKeys,
    /** So long apart are two checks of the bot, in ms. */
    private readonly checkIntervalMs: number,
  ) {
    const { target, isListed } = character;
    this.place = target;
    this.target = traderNamespace(target);
    this.keys = new TraderKeys(redis, target, DEFAULT_KEY_PREFIX);
    this.stats = new TraderStats(redis, this.keys, isListed, target.mode === 'live');
    this.heartbeat = new Sign(redis, (at, ttlMs) => this.writeHeartbeat(at, ttlMs));
    this.portfolio = new Sign(redis, (at, ttlMs) => this.writePortfolio(at, ttlMs));
  }

  get isAlive(): boolean {
    return this.life !== null;
  }

  get hasBoth(): boolean {
    return this.character.heartbeat !== null && this.character.portfolio !== null;
  }

  /** Its heartbeat continues, and its portfolio is stale. */
  get isFrozen(): boolean {
    return this.isAlive && this.character.portfolio !== null && !this.portfolio.isWritten;
  }

  /** Its portfolio continues, and its heartbeat has stopped. */
  get hasNoHeartbeat(): boolean {
    return this.isAlive && this.character.heartbeat !== null && !this.heartbeat.isWritten;
  }

  starts(life: Life, nowMs: number): void {
    this.life = life;
    this.thaws(nowMs);
    this.resumesHeartbeat(nowMs);
  }

  dies(nowMs: number): void {
    if (this.life === null) return;
    this.freezes(nowMs);
    this.stopsHeartbeat(nowMs);
    this.life = null;
  }

  freezes(nowMs: number): void {
    this.portfolio.ends(nowMs);
  }

  thaws(nowMs: number): void {
    const { portfolio } = this.character;
    if (this.isAlive && portfolio !== null) this.portfolio.begins(portfolio, nowMs);
  }

  stopsHeartbeat(nowMs: number): void {
    this.heartbeat.ends(nowMs);
  }

  resumesHeartbeat(nowMs: number): void {
    const { heartbeat } = this.character;
    if (this.isAlive && heartbeat !== null) this.heartbeat.begins(heartbeat, nowMs);
  }

  /** What it left in Redis before the bot was ever there: of `agoMs` ago. */
  left(agoMs: number, nowMs: number): void {
    this.redis.age = agoMs;
    const at = nowMs - agoMs;
    this.keys.portfolio({ total: 100_000, inPositions: 0 }, new Date(at));
    this.before = [{ first: at, last: at, everyMs: SECOND }];
  }

  /** A key of another component that nobody writes any more. */
  leavesComponent(nowMs: number): void {
    const { leftover } = this.character;
    if (leftover === null) return;
    this.redis.age = 0;
    this.keys.heartbeat(this.otherComponent, new Date(nowMs + leftover.aheadMs), leftover.ttlMs);
  }

  /** Somebody sets when one of its keys expires: in an hour, or never. */
  expiresByHand(key: 'heartbeat' | 'portfolio', ttl: 'hour' | 'never', nowMs: number): void {
    this.show(nowMs);
    this.isByHand = true;
    const name = key === 'portfolio' ? 'portfolio:state' : `heartbeat:${this.component}`;
    const ttlMs = ttl === 'never' ? null : BY_HAND_MS;
    this.redis.expireByHand(`${this.target}:${DEFAULT_KEY_PREFIX}:${name}`, ttlMs);
  }

  /** Redis has lost what it wrote, or has its stats as they were. */
  comesBack(stats: ReturnType<TraderStats['snapshot']> | null, nowMs: number): void {
    this.heartbeat.isLost();
    this.portfolio.isLost();
    this.stats.comesBack(stats, nowMs);
  }

  /** Brings the keys that change all the time to how they are now. */
  show(nowMs: number): void {
    if (this.life === null) return;
    this.heartbeat.show(nowMs);
    this.portfolio.show(nowMs);
  }

  history(nowMs: number): TraderHistory {
    const { character, stats } = this;
    return {
      target: this.target,
      beats: this.heartbeat.until(nowMs),
      portfolio: [...this.before, ...this.portfolio.until(nowMs)],
      counts: stats.counts,
      switches: stats.switches,
      seenForMs: this.seenForMs,
      datedWithinMs: this.datedWithinMs,
      evidence: stats.evidenceUntil(nowMs),
      breaker: this.place.mode === 'live' ? this.breakerShown(nowMs) : [],
      foundWithinMs: character.isDiscovered ? FOUND_WITHIN_MS : 0,
    };
  }

  /** From each trip until the first beat with metrics that say that it is over. */
  private breakerShown(nowMs: number): readonly Span[] {
    const beats = this.heartbeat.until(nowMs);
    if (beats.length === 0) return [];
    return this.stats.breakerActive.map(({ from, to }) => ({ from, to: firstFrom(beats, to) }));
  }

  private get component(): string {
    return this.life?.component ?? 'trader';
  }

  private get otherComponent(): string {
    return this.component === 'trader' ? 'live_trader' : 'trader';
  }

  private get seenForMs(): number {
    const { heartbeat, portfolio } = this.character;
    const ttls = [heartbeat, portfolio].flatMap((sign) => (sign === null ? [] : [sign.ttlMs ?? Infinity]));
    return Math.min(...ttls, Infinity);
  }

  /** If the TTL does not show when a key was written, it is dated by the check that sees it changed. */
  private get datedWithinMs(): number {
    const { heartbeat, portfolio } = this.character;
    const isUsual =
      (heartbeat === null || heartbeat.ttlMs === USUAL_TTL_MS.heartbeat) &&
      (portfolio === null || portfolio.ttlMs === USUAL_TTL_MS.portfolio);
    return isUsual && !this.isByHand ? 0 : 1.5 * this.checkIntervalMs + MINUTE;
  }

  private writeHeartbeat(at: number, ttlMs: number | null): void {
    this.keys.heartbeat(this.component, this.byItsClock(at), ttlMs);
    if (this.place.mode === 'live')
      this.keys.metrics({ circuit_breaker_active: this.stats.isBreakerActive(at) });
  }

  private writePortfolio(at: number, ttlMs: number | null): void {
    const total = 100_000 + (Math.floor(at / MINUTE) % 997);
    this.keys.portfolio({ total, inPositions: 25_000 }, this.byItsClock(at), ttlMs);
  }

  private byItsClock(at: number): Date {
    return new Date(at + (this.life?.clockErrorMs ?? 0));
  }
}

/** The first write of these runs from then on; Infinity where there is none. */
function firstFrom(runs: readonly Run[], fromMs: number): number {
  for (const { first, last, everyMs } of runs) {
    const at = first + Math.max(0, Math.ceil((fromMs - first) / everyMs)) * everyMs;
    if (at <= last) return at;
  }
  return Number.POSITIVE_INFINITY;
}
