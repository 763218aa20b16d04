import type { MemoryAlertStore } from '../../src/storage/memory/memoryAlertStore';
import { MemorySharedTexts } from '../../src/storage/memory/memorySharedTexts';
import type { SessionHistory } from '../invariants/history';
import { CheckCounter } from './checkCounter';
import { Conditions } from './conditions';
import { DataLosses } from './dataLoss';
import { EventQueue } from './eventQueue';
import { type FaultModel, isRedisHealthy, noFaults } from './faultModel';
import { isFollowed } from './following/messages';
import { Followers } from './following/people';
import { Instance, type InstanceHost } from './instance';
import type { Mutant } from './mutant';
import { HOUR, MINUTE, type Plan, SECOND } from './plan';
import type { Prng } from './prng';
import type { Process } from './process';
import { type RedisFaults, WorldRedis } from './redis';
import { ScenarioLog } from './scenarioLog';
import { type Call, type StoredMessage, WorldSlack } from './slack';
import type { SlackBehavior } from './slackLine';
import { StoredKeys } from './storedKeys';
import { WorldTrader } from './trader';
import type { StatValues } from './traderStats';
import { UnknownCodes } from './unknownCodes';
import { Users } from './users';
import { WebhookReceiver } from './webhookReceiver';

interface Snapshot {
  readonly alertStore: MemoryAlertStore;
  readonly texts: MemorySharedTexts;
  readonly stats: readonly StatValues[];
}

const SNAPSHOT_EVERY_MS = HOUR;

/** With checks further apart an instance, which only looks then what waits, does not know that nothing does; in ms. */
const PINGED_UP_TO_MS = 2 * MINUTE;
export interface WorldOptions {
  readonly isLogWanted: boolean;
  readonly mutant: Mutant;
  /** Where the first instance keeps what its checks find; nowhere unless given. */
  readonly history?: InstanceHost['history'];
  /** Whether anybody presses buttons; so unless said otherwise. */
  readonly hasPeople?: boolean;
}

/** A whole world, by its plan: traders, Redis, Slack, users, and instances of the bot. */
export class World implements InstanceHost {
  readonly queue: EventQueue;
  readonly log: ScenarioLog;
  readonly redis: WorldRedis;
  readonly keys: StoredKeys;
  readonly slack: WorldSlack;
  readonly unknownCodes: UnknownCodes;
  readonly webhook: WebhookReceiver;
  readonly users: Users;
  /** Null where nobody follows anything. */
  readonly followers: Followers | null;
  readonly traders: readonly WorldTrader[];
  readonly instances: readonly Instance[];
  readonly sessions: { -readonly [K in keyof SessionHistory]: SessionHistory[K] }[] = [];
  readonly faultModel: FaultModel = noFaults();
  /** By how much an instance's clock may be off. */
  readonly clockErrorMs: number;
  readonly tooFast: string[] = [];
  readonly crashes: string[] = [];
  readonly dataLosses = new DataLosses();
  readonly conditions = new Conditions();
  /** When somebody's dead-man service was pinged. */
  readonly pings: number[] = [];
  /** How often instances looked what may be sent. */
  polls = 0;
  readonly history: InstanceHost['history'];
  private readonly hasPeople: boolean;
  readonly counted = { kills: 0, pauses: 0, outages: 0, dataLosses: 0, lostAnswers: 0 };
  private readonly checks: CheckCounter;
  private snapshots: Snapshot[] = [];
  private readonly unsureUntil = new Map<Instance, number>();

  constructor(
    readonly plan: Plan,
    readonly prng: Prng,
    { isLogWanted, mutant, history, hasPeople = true }: WorldOptions,
  ) {
    this.queue = new EventQueue(plan.startMs);
    this.history = history;
    this.hasPeople = hasPeople;
    this.checks = new CheckCounter(plan.instances, (what) => {
      this.foundCrash(what);
      // It would go on like that for days.
      this.queue.halt();
    });
    this.log = new ScenarioLog(() => this.queue.nowMs, isLogWanted);
    this.redis = new WorldRedis(this.queue);
    this.keys = new StoredKeys(this.redis.store);
    this.unknownCodes = new UnknownCodes(
      plan.faults.has('slack answers unknown codes'),
      prng.of('unknown codes'),
    );
    this.slack = new WorldSlack(
      this.queue,
      prng.of('slack'),
      (message) => this.posted(message),
      this.unknownCodes,
    );
    this.webhook = new WebhookReceiver(this.queue, prng.of('webhook'));
    this.users = new Users(this);
    this.traders = plan.traders.map(
      (character) => new WorldTrader(character, this.keys, plan.alerts.decide.checkIntervalMs),
    );
    const { faults } = plan;
    const hasClocks = faults.has('clocks off') || faults.has('clocks set back');
    this.clockErrorMs = hasClocks ? Math.min(20 * SECOND, plan.alerts.decide.outageAfterMs / 4) : 0;
    this.instances = Array.from({ length: plan.instances }, (_, i) => {
      const instance = new Instance('abc'[i] ?? '?', this, prng.of(`copy ${i}`), mutant);
      if (faults.has('clocks off')) instance.clockErrorMs = prng.between(-1, 1) * this.clockErrorMs;
      return instance;
    });
    this.followers = plan.hasFollowers && hasPeople ? new Followers(this, prng.of('followers')) : null;
    this.redis.onTextsChange(() => {
      for (const { running } of this.instances) running?.following?.poll(SECOND);
    });
    this.redis.onChange((by, wasDecision) => this.alertStoreChanged(by, wasDecision));
  }

  /** To be called once everything else that happens is scheduled. */
  start(): void {
    const { plan, prng } = this;
    this.takeSnapshots();
    // Started together, they check at the same moments.
    const apartMs = prng.is(0.5) ? 3 : MINUTE;
    for (const [i, instance] of this.instances.entries())
      this.queue.after(prng.between(0, i * apartMs), () => instance.start());
    this.followers?.start();
    this.queue.at(plan.healthyFromMs, () => this.endFaults());
    this.conditionsChanged();
  }

  /** Brings the traders' keys to how they are now; called before they are read. */
  show(): void {
    for (const trader of this.traders) trader.show(this.queue.nowMs);
  }

  isAlertStoreEmpty(): boolean {
    return this.redis.alertStore.isEmpty;
  }

  redisFaults(instance: Instance): RedisFaults {
    const { faultModel } = this;
    const prng = this.prng.of(`redis of ${instance.name}`);
    return {
      away: () =>
        faultModel.isRedisAway ? faultModel.redisReason : instance.isCutFromRedis ? 'unreachable' : null,
      isSlow: () => faultModel.isRedisSlow && prng.is(0.4),
      refusesWrites: () => faultModel.refusesWrites,
      losesAnswer: () => {
        const loses = faultModel.losesAnswers && prng.is(0.15);
        if (loses) this.counted.lostAnswers += 1;
        return loses;
      },
    };
  }

  slackBehavior(instance: Instance, _call: Call, prng = this.prng): SlackBehavior {
    const { faultModel } = this;
    if (faultModel.isSlackAway || instance.isCutFromSlack) return 'notSent';
    if (faultModel.slackThrottles && prng.is(0.3)) return 'throttles';
    if (faultModel.slackFails && prng.is(0.5)) return prng.is(0.6) ? 'failsBefore' : 'failsAfter';
    if (faultModel.slackDrops && prng.is(0.5)) {
      this.counted.lostAnswers += 1;
      return 'failsAfter';
    }
    if (faultModel.isSlackSlow && prng.is(0.7))
      return prng.oneOf(['slow', 'slow', 'slow', 'tooSlow', 'landsLate'] as const);
    return 'normal';
  }

  /** Whether an instance can store something just now. */
  canStore(instance: Instance): boolean {
    const { faultModel } = this;
    return (
      isRedisHealthy(faultModel) &&
      !faultModel.refusesWrites &&
      !instance.isCutFromRedis &&
      !instance.isPaused
    );
  }

  redisGoes(isAway: boolean): void {
    const { nowMs } = this.queue;
    this.faultModel.isRedisAway = isAway;
    if (isAway) {
      this.counted.outages += 1;
      for (const trader of this.traders) trader.show(nowMs);
      this.keys.goes(nowMs);
    } else {
      this.keys.returns(nowMs);
      for (const instance of this.instances) instance.poll(SECOND);
    }
  }

  /** Redis has lost its data, or comes back with what it had then. Null where it cannot. */
  redisLoses(back: Snapshot | null | undefined): (() => void) | null {
    if (back === undefined || this.keys.isAway) return null;
    const { nowMs } = this.queue;
    this.counted.dataLosses += 1;
    this.keys.loses(nowMs);
    if (back === null) this.redis.loseAlertStore();
    else this.redis.alertStore = back.alertStore.copy();
    this.redis.texts = back?.texts.copy() ?? new MemorySharedTexts();
    this.followers?.storeLost();
    this.redis.textsChanged();
    for (const [i, trader] of this.traders.entries()) trader.comesBack(back?.stats[i] ?? null, nowMs);
    const survivors = this.instances.flatMap(({ witness }) => witness ?? []);
    if (this.dataLosses.loses(survivors, nowMs)) this.logForgotten();
    for (const instance of this.instances) instance.poll(SECOND);
    return () => undefined;
  }

  /** One of the states that Redis may come back with; undefined when there is none. */
  oneSnapshot(prng: Prng): Snapshot | undefined {
    return this.snapshots[prng.whole(0, this.snapshots.length - 1)];
  }

  setClock(instance: Instance, errorMs: number): void {
    this.log.add(`instance ${instance.name}`, `has its clock set: off by ${Math.round(errorMs)} ms`);
    this.unsureUntil.set(instance, this.queue.nowMs + 2 * this.clockErrorMs + MINUTE);
    instance.setClock(errorMs);
    this.conditionsChanged();
    this.queue.after(2 * this.clockErrorMs + MINUTE, () => this.conditionsChanged());
  }

  checked(): void {
    this.checks.add(this.queue.nowMs);
  }

  get looksForPings(): boolean {
    return this.plan.alerts.decide.checkIntervalMs <= PINGED_UP_TO_MS;
  }

  pinged(): void {
    this.pings.push(this.queue.nowMs);
  }

  instanceChanged(): void {
    this.conditionsChanged();
  }

  instanceDied(instance: Instance): void {
    this.counted.kills += 1;
    const { dataLosses, faultModel, queue } = this;
    if (dataLosses.died(queue.nowMs)) this.logForgotten();
    // What was decided without the store is forgotten with the process.
    else if (faultModel.refusesWrites) dataLosses.forgot.push(queue.nowMs);
    this.conditionsChanged();
    // Somebody starts it again, unless that is planned already.
    this.queue.after(this.prng.between(2, 600) * SECOND, () => instance.start());
  }

  conditionsChanged(): void {
    const { faultModel, instances, queue, slack, plan } = this;
    const { nowMs } = queue;
    const isSlackOpen = !this.unknownCodes.isOutage && slack.archived.size === 0 && !slack.isTokenRevoked;
    this.followers?.conditionsChanged(isSlackOpen);
    this.conditions.update({
      ...{ nowMs, faultModel, instances },
      isSure: (instance) => (this.unsureUntil.get(instance) ?? 0) <= nowMs,
      mayBeKilled: plan.faults.has('instances killed') || plan.faults.has('instances killed at an await'),
      isSlackOpen,
      isWebhookAway: this.webhook.isAway,
    });
  }

  foundTooFast(what: string): void {
    this.log.add('the checker', what);
    this.tooFast.push(what);
  }

  foundCrash(what: string): void {
    this.crashes.push(what);
  }

  private posted(message: StoredMessage): void {
    this.log.add('slack', `${message.mark.id}: ${message.versions[0].text}`);
    if (isFollowed(message.mark.id)) this.followers?.reads(message);
    else if (this.hasPeople) this.users.reads(message);
  }

  private alertStoreChanged(by: Process, wasDecision: boolean): void {
    for (const instance of this.instances)
      instance.poll(instance.running?.process === by ? 10 : this.prng.between(0, 1) * SECOND);
    if (wasDecision && this.dataLosses.decided(by, this.queue.nowMs)) this.logForgotten();
  }

  private logForgotten(): void {
    this.log.add('the world', 'nobody remembers what Redis has lost');
  }

  private takeSnapshots(): void {
    if (!this.plan.faults.has('redis falls back')) return;
    this.queue.after(SNAPSHOT_EVERY_MS * this.prng.between(0.5, 1.5), () => {
      const stats = this.traders.map((trader) => trader.stats.snapshot());
      if (!this.keys.isAway)
        this.snapshots = [
          ...this.snapshots.slice(-3),
          { alertStore: this.redis.alertStore.copy(), texts: this.redis.texts.copy(), stats },
        ];
      this.takeSnapshots();
    });
  }

  private endFaults(): void {
    for (const instance of this.instances) {
      if (instance.running !== null) instance.running.process.death = null;
      instance.start();
    }
    this.log.add('the world', 'all faults are over');
    this.conditionsChanged();
  }
}
