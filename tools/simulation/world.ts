import type { MemoryAlertStore } from '../../src/storage/memory/memoryAlertStore';
import { Copy } from './copy';
import { Losses } from './dataLoss';
import { Timeline } from './eventQueue';
import { fairWeather, isRedisWellIn, isSlackWellIn, type Weather } from './faultModel';
import { worldFaults } from './faults';
import type { Figures } from './figures';
import type { Mutant } from './mutant';
import { HOUR, MINUTE, type Plan, SECOND } from './plan';
import type { Chance } from './prng';
import type { Process } from './process';
import { type RedisWeather, WorldRedis } from './redis';
import { Story } from './scenario';
import { tuningSessions } from './sessions';
import { type Call, type Kept, WorldSlack } from './slack';
import type { SlackFate } from './slackLine';
import { SpanKeeper } from './spans';
import { KeptKeys } from './storedKeys';
import { WorldTrader } from './trader';
import { traderFates } from './traderSchedule';
import { People } from './users';

interface Snapshot {
  readonly alertStore: MemoryAlertStore;
  readonly figures: readonly Figures[];
}

const SNAPSHOT_EVERY_MS = HOUR;

/** A whole world, by its plan: traders, Redis, Slack, people, and copies of the bot. */
export class World {
  readonly timeline: Timeline;
  readonly story: Story;
  readonly redis: WorldRedis;
  readonly keys: KeptKeys;
  readonly slack: WorldSlack;
  readonly people: People;
  readonly traders: readonly WorldTrader[];
  readonly copies: readonly Copy[];
  readonly sessions;
  readonly weather: Weather = fairWeather();
  /** By how much a copy's clock may be off. */
  readonly clockErrorMs: number;
  readonly tooFast: string[] = [];
  readonly crashes: string[] = [];
  readonly losses = new Losses();
  readonly certain = new SpanKeeper();
  readonly possible = new SpanKeeper();
  /** How often copies looked what may be sent. */
  looks = 0;
  readonly slackWell = new SpanKeeper();
  readonly blind = new SpanKeeper();
  readonly counted = { kills: 0, pauses: 0, outages: 0, losses: 0, lostAnswers: 0 };
  private snapshots: Snapshot[] = [];
  private readonly unsureUntil = new Map<Copy, number>();

  constructor(
    readonly plan: Plan,
    readonly chance: Chance,
    { isStoryWanted, mutant }: { readonly isStoryWanted: boolean; readonly mutant: Mutant },
  ) {
    this.timeline = new Timeline(plan.startMs);
    this.story = new Story(() => this.timeline.nowMs, isStoryWanted);
    this.redis = new WorldRedis(this.timeline);
    this.keys = new KeptKeys(this.redis.store);
    this.slack = new WorldSlack(this.timeline, chance.of('slack'), (message) => this.posted(message));
    this.people = new People(this);
    this.traders = plan.traders.map(
      (character) => new WorldTrader(character, this.keys, plan.alerts.decide.checkIntervalMs),
    );
    const { faults } = plan;
    const hasClocks = faults.has('clocks off') || faults.has('clocks set back');
    this.clockErrorMs = hasClocks ? Math.min(20 * SECOND, plan.alerts.decide.outageAfterMs / 4) : 0;
    this.copies = Array.from({ length: plan.copies }, (_, i) => {
      const copy = new Copy('abc'[i] ?? '?', this, chance.of(`copy ${i}`), mutant);
      if (faults.has('clocks off')) copy.clockErrorMs = chance.between(-1, 1) * this.clockErrorMs;
      return copy;
    });
    this.redis.onChange((by, wasDecision) => this.alertStoreChanged(by, wasDecision));
    traderFates(this);
    this.sessions = tuningSessions(this);
    worldFaults(this);
    this.takeSnapshots();
    // Started together, they check at the same moments.
    const apartMs = chance.is(0.5) ? 3 : MINUTE;
    for (const [i, copy] of this.copies.entries())
      this.timeline.after(chance.between(0, i * apartMs), () => copy.start());
    this.timeline.at(plan.wellFromMs, () => this.allIsWell());
    this.weatherChanged();
  }

  /** Brings the traders' keys to how they are now; called before they are read. */
  show(): void {
    for (const trader of this.traders) trader.show(this.timeline.nowMs);
  }

  isAlertStoreEmpty(): boolean {
    return this.redis.alertStore.isEmpty;
  }

  redisWeather(copy: Copy): RedisWeather {
    const { weather } = this;
    const chance = this.chance.of(`redis of ${copy.name}`);
    return {
      away: () => (weather.isRedisAway ? weather.redisReason : copy.isCutFromRedis ? 'unreachable' : null),
      isSlow: () => weather.isRedisSlow && chance.is(0.4),
      losesAnswer: () => {
        const loses = weather.losesAnswers && chance.is(0.15);
        if (loses) this.counted.lostAnswers += 1;
        return loses;
      },
    };
  }

  slackFate(copy: Copy, _call: Call): SlackFate {
    const { weather, chance } = this;
    if (weather.isSlackAway || copy.isCutFromSlack) return 'notSent';
    if (weather.slackThrottles && chance.is(0.3)) return 'throttles';
    if (weather.slackFails && chance.is(0.5)) return chance.is(0.6) ? 'failsBefore' : 'failsAfter';
    if (weather.slackDrops && chance.is(0.5)) {
      this.counted.lostAnswers += 1;
      return 'failsAfter';
    }
    if (weather.isSlackSlow && chance.is(0.7))
      return chance.oneOf(['slow', 'slow', 'slow', 'tooSlow', 'landsLate'] as const);
    return 'well';
  }

  redisGoes(isAway: boolean): void {
    const { nowMs } = this.timeline;
    this.weather.isRedisAway = isAway;
    if (isAway) {
      this.counted.outages += 1;
      for (const trader of this.traders) trader.show(nowMs);
      this.keys.goes(nowMs);
    } else {
      this.keys.returns(nowMs);
      for (const copy of this.copies) copy.look(SECOND);
    }
  }

  /** Redis has lost its data, or comes back with what it had then. Null where it cannot. */
  redisLoses(back: Snapshot | null | undefined): (() => void) | null {
    if (back === undefined || this.keys.isAway) return null;
    const { nowMs } = this.timeline;
    this.counted.losses += 1;
    this.keys.loses(nowMs);
    if (back === null) this.redis.loseAlertStore();
    else this.redis.alertStore = back.alertStore.copy();
    for (const [i, trader] of this.traders.entries()) trader.comesBack(back?.figures[i] ?? null, nowMs);
    const survivors = this.copies.flatMap(({ witness }) => witness ?? []);
    if (this.losses.loses(survivors, nowMs)) this.tellForgotten();
    for (const copy of this.copies) copy.look(SECOND);
    return () => undefined;
  }

  /** One of the states that Redis may come back with; undefined when there is none. */
  oneSnapshot(chance: Chance): Snapshot | undefined {
    return this.snapshots[chance.whole(0, this.snapshots.length - 1)];
  }

  setClock(copy: Copy, errorMs: number): void {
    this.story.tell(`copy ${copy.name}`, `has its clock set: off by ${Math.round(errorMs)} ms`);
    this.unsureUntil.set(copy, this.timeline.nowMs + 2 * this.clockErrorMs + MINUTE);
    copy.setClock(errorMs);
    this.weatherChanged();
    this.timeline.after(2 * this.clockErrorMs + MINUTE, () => this.weatherChanged());
  }

  copyChanged(): void {
    this.weatherChanged();
  }

  copyDied(copy: Copy): void {
    this.counted.kills += 1;
    if (this.losses.died(this.timeline.nowMs)) this.tellForgotten();
    this.weatherChanged();
    // Somebody starts it again, unless that is planned already.
    this.timeline.after(this.chance.between(2, 600) * SECOND, () => copy.start());
  }

  /** Notes down since when the copies can watch and Slack can be reached. */
  weatherChanged(): void {
    const { weather, timeline, slack } = this;
    const { nowMs } = timeline;
    const isRedisWell = isRedisWellIn(weather);
    const isSure = (copy: Copy): boolean => (this.unsureUntil.get(copy) ?? 0) <= nowMs;
    const watches = this.copies.filter((copy) => copy.running !== null && !copy.isPaused);
    const isCertain = isRedisWell && watches.some((copy) => !copy.isCutFromRedis);
    this.certain.set(isCertain && this.copies.every(isSure), nowMs);
    this.possible.set(
      !weather.isRedisAway && this.copies.some(({ running, isCutFromRedis }) => running && !isCutFromRedis),
      nowMs,
    );
    const canAllSee =
      watches.length > 0 &&
      this.copies.every((copy) => !copy.isCutFromRedis && !copy.isPaused && isSure(copy));
    this.blind.set(!isRedisWell || !canAllSee, nowMs);
    this.slackWell.set(
      isSlackWellIn(weather) &&
        slack.archived.size === 0 &&
        !slack.isTokenRevoked &&
        !this.copies.some(({ isCutFromSlack }) => isCutFromSlack),
      nowMs,
    );
  }

  foundTooFast(what: string): void {
    this.story.tell('the referee', what);
    this.tooFast.push(what);
  }

  foundCrash(what: string): void {
    this.crashes.push(what);
  }

  private posted(message: Kept): void {
    this.story.tell('slack', `${message.mark.id}: ${message.versions[0].text}`);
    this.people.reads(message);
  }

  private alertStoreChanged(by: Process, wasDecision: boolean): void {
    for (const copy of this.copies)
      copy.look(copy.running?.process === by ? 10 : this.chance.between(0, 1) * SECOND);
    if (wasDecision && this.losses.decided(by, this.timeline.nowMs)) this.tellForgotten();
  }

  private tellForgotten(): void {
    this.story.tell('the world', 'nobody remembers what Redis has lost');
  }

  private takeSnapshots(): void {
    if (!this.plan.faults.has('redis falls back')) return;
    this.timeline.after(SNAPSHOT_EVERY_MS * this.chance.between(0.5, 1.5), () => {
      const figures = this.traders.map((trader) => trader.figures.snapshot());
      if (!this.keys.isAway)
        this.snapshots = [...this.snapshots.slice(-3), { alertStore: this.redis.alertStore.copy(), figures }];
      this.takeSnapshots();
    });
  }

  private allIsWell(): void {
    for (const copy of this.copies) {
      if (copy.running !== null) copy.running.process.death = null;
      copy.start();
    }
    this.story.tell('the world', 'all is well from now on');
    this.weatherChanged();
  }
}
