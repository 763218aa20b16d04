import pino, { type Logger } from 'pino';
import { type AlertPipeline, createAlertPipeline } from '../../src/alertPipeline';
import type { HistoryReader } from '../../src/history/historyReader';
import type { HistoryRecorder } from '../../src/history/model/checkRecord';
import type { SessionHistory } from '../invariants/history';
import type { EventQueue } from './eventQueue';
import { Following } from './following/following';
import { type Mutant, NO_MUTANT } from './mutant';
import { MINUTE, type Plan, SECOND } from './plan';
import type { Prng } from './prng';
import { Process } from './process';
import { RateLimitChecker } from './rateLimitChecker';
import { type RedisFaults, RedisLine, stateOver, textsOver, type WorldRedis } from './redis';
import type { ScenarioLog } from './scenarioLog';
import type { Call, WorldSlack } from './slack';
import { type SlackBehavior, SlackLine } from './slackLine';
import { NO_TRACKING, trackingOver } from './tracking';
import type { WebhookReceiver } from './webhookReceiver';

/** While an instance cannot reach Redis it polls for outages to report this often, in ms: each second in truth, to no other end. */
const POLL_OUTAGE_MS = 5 * SECOND;
const POLL_MS = SECOND;
/** What it knows of what waits counts for 5 minutes. */
const LOOKS_EVERY_MS = 2 * MINUTE;

/** Errors of the bot's own; that Slack or Redis refuse something is none. */
const CRASH =
  /unexpected (delivery|dispatcher) error|unexpected error of followed messages|failed to (render|restore)|undecodable notification|"(check|digest|trader discovery) failed"/;

/** A stack differs with the place in the code that runs the scenario. */
const withoutStack = (error: unknown) =>
  error instanceof Error ? { ...pino.stdSerializers.err(error), stack: undefined } : error;

/** A running instance of the bot, and what the world needs of it. */
interface Running {
  readonly process: Process;
  readonly pipeline: AlertPipeline;
  readonly rateLimits: RateLimitChecker;
  /** Null where nobody follows anything. */
  readonly following: Following | null;
  readonly faults: RedisFaults;
  pollsAt: number;
  polledAt: number;
  isPolling: boolean;
  /** True once it has seen what is known. */
  knows: boolean;
}

/** What an instance needs of the world around it. */
export interface InstanceHost {
  readonly plan: Plan;
  readonly queue: EventQueue;
  readonly log: ScenarioLog;
  readonly redis: WorldRedis;
  readonly slack: WorldSlack;
  readonly webhook: WebhookReceiver;
  readonly sessions: readonly SessionHistory[];
  /** Where the first instance keeps what its checks find; absent for nowhere. */
  readonly history: (HistoryRecorder & HistoryReader) | undefined;
  polls: number;
  redisFaults(instance: Instance): RedisFaults;
  slackBehavior(instance: Instance, call: Call, prng?: Prng): SlackBehavior;
  /** Brings the traders' keys up to date before they are read. */
  show(): void;
  isAlertStoreEmpty(): boolean;
  /** Whether an instance can store something just now. */
  canStore(instance: Instance): boolean;
  /** An instance has made a check. */
  checked(): void;
  /** Whether an instance looks often enough what waits to know at each check that nothing does. */
  readonly looksForPings: boolean;
  /** An instance says that all is well. */
  pinged(): void;
  instanceChanged(): void;
  instanceDied(instance: Instance): void;
  foundTooFast(what: string): void;
  foundCrash(what: string): void;
}

/** One instance of the bot: it is started, runs, and dies, again and again. */
export class Instance {
  running: Running | null = null;
  /** What is wrong with its own way to Redis, and to Slack. */
  isCutFromRedis = false;
  isCutFromSlack = false;
  clockErrorMs = 0;
  private starts = 0;

  constructor(
    readonly name: string,
    private readonly world: InstanceHost,
    private readonly prng: Prng,
    private readonly mutant: Mutant = NO_MUTANT,
  ) {}

  get isPaused(): boolean {
    return this.running !== null && this.running.process.pausedUntil > this.world.queue.nowMs;
  }

  /** Its process, if that knows what is stored. Whoever is cut off from Redis knows nothing of what is decided meanwhile. */
  get witness(): Process | null {
    return this.running?.knows && !this.isCutFromRedis ? this.running.process : null;
  }

  start(): void {
    if (this.running !== null) return;
    const { world, name, mutant } = this;
    const { queue, redis, plan, slack, webhook } = world;
    const nth = this.starts++;
    const prng = this.prng.of(`process ${nth}`);
    const process = new Process(queue, () => this.ended());
    process.clockErrorMs = this.clockErrorMs;
    const rateLimits = new RateLimitChecker(
      () => queue.nowMs,
      `instance ${name}`,
      (what) => world.foundTooFast(what),
    );
    const faults = world.redisFaults(this);
    const line = new RedisLine(process, redis, faults, prng.of('redis'), () => world.show());
    const slackLine = new SlackLine(
      process,
      slack,
      queue,
      (call) => world.slackBehavior(this, call),
      prng.of('slack'),
      rateLimits,
    );
    const tracking = plan.tracks
      ? trackingOver(redis.store, process, faults, prng.of('tracking'))
      : NO_TRACKING;
    const state = stateOver(line, redis, process, faults, tracking);
    const config = { ...plan.config, alerts: mutant.config(plan.alerts) };
    const pipeline = createAlertPipeline(
      () => config,
      {
        ...state,
        store: mutant.store(state.store, process.clock),
        alertStore: mutant.alertStore(state.alertStore, process.clock),
      },
      {
        clock: process.clock,
        sleep: process.sleep,
        log: this.log(),
        demo: false,
        slack: mutant.slack(slackLine.port),
        postWebhook: mutant.webhook(
          webhook.lineOf(process, `instance ${name}, ${nth}`, () => world.canStore(this)),
        ),
        random: prng.of('bot').share,
        deadman: { ping: () => world.pinged(), stop: async () => undefined },
        ...(world.history && name === 'a' && { history: world.history }),
        onChecked: (failure) => this.checked(running, failure),
      },
    );
    const running: Running = {
      process,
      pipeline,
      rateLimits,
      faults,
      following: this.following(process, pipeline, nth),
      pollsAt: Number.POSITIVE_INFINITY,
      polledAt: Number.NEGATIVE_INFINITY,
      isPolling: false,
      knows: false,
    };
    this.running = running;
    world.log.add(`instance ${name}`, 'starts');
    world.instanceChanged();
    process.schedule(0, () => pipeline.startChecks());
    process.schedule(0, () => this.runDigests());
    this.poll(0);
  }

  private following(process: Process, pipeline: AlertPipeline, nth: number): Following | null {
    const { world, name, mutant } = this;
    const { queue, redis, plan, slack } = world;
    if (!plan.hasFollowers) return null;
    const prng = this.prng.of(`followed ${nth}`);
    const faults = world.redisFaults(this);
    const redisLine = new RedisLine(process, redis, faults, prng.of('redis'), () => undefined);
    const behavior = prng.of('behavior of slack');
    const slackLine = new SlackLine(
      ...([process, slack, queue] as const),
      (call) => world.slackBehavior(this, call, behavior),
      prng.of('slack'),
      new RateLimitChecker(
        () => queue.nowMs,
        `instance ${name}, for followed messages,`,
        (what) => world.foundTooFast(what),
      ),
    );
    return new Following({
      ...{ process, queue, slackConfig: plan.config.slack, sessions: world.sessions },
      messages: mutant.followSlack(slackLine.port),
      texts: textsOver(redisLine, redis, faults),
      stored: () => redis.texts,
      askRedis: () => redisLine.ask(() => redis.store.ping()),
      doAlertsWait: () => pipeline.deliveryHealth().pending > 0,
      log: this.log(),
      random: prng.of('bot').share,
    });
  }

  kill(why: string): void {
    if (this.running === null) return;
    this.world.log.add(`instance ${this.name}`, `is killed ${why}`);
    this.running.process.kill();
  }

  pause(forMs: number): void {
    if (this.running === null) return;
    this.running.process.pausedUntil = this.world.queue.nowMs + forMs;
    this.world.log.add(`instance ${this.name}`, `is paused for ${Math.round(forMs / SECOND)} s`);
  }

  setClock(errorMs: number): void {
    this.clockErrorMs = errorMs;
    if (this.running === null) return;
    this.running.process.clockErrorMs = errorMs;
  }

  /** Looks what may be sent, within so many ms, unless it does so earlier anyway. */
  poll(withinMs: number): void {
    const { running } = this;
    if (running === null) return;
    const { queue } = this.world;
    const at = queue.nowMs + withinMs;
    if (running.pollsAt <= at) return;
    running.pollsAt = at;
    running.process.schedule(withinMs, () => {
      if (running.pollsAt <= queue.nowMs) this.deliver(running);
    });
  }

  private checked(running: Running, failure: unknown): void {
    const { world, name } = this;
    world.checked();
    running.knows ||= running.pipeline.metrics().stats !== null;
    if (failure !== undefined) world.foundCrash(`instance ${name}: a check failed: ${failure}`);
    const isLongAgo = world.looksForPings && world.queue.nowMs - running.polledAt > LOOKS_EVERY_MS;
    if (isLongAgo || mayKeep(running) || running.pipeline.deliveryHealth().pending > 0) this.poll(0);
  }

  /** As the schedules do, which are to the minute. */
  private runDigests(): void {
    if (this.running === null) return;
    const { pipeline, process } = this.running;
    void pipeline.runDigests();
    process.schedule(MINUTE, () => this.runDigests());
  }

  private deliver(running: Running): void {
    running.pollsAt = Number.POSITIVE_INFINITY;
    if (running.isPolling) return;
    running.isPolling = true;
    running.polledAt = this.world.queue.nowMs;
    this.world.polls += 1;
    void running.pipeline.dispatchDue().then((waitMs) => {
      running.isPolling = false;
      const { world } = this;
      const { pending, storeUnavailable } = running.pipeline.deliveryHealth();
      if (storeUnavailable || mayKeep(running)) {
        this.poll(POLL_OUTAGE_MS);
        return;
      }
      if (pending === 0 && world.isAlertStoreEmpty()) return;
      if (Number.isFinite(waitMs)) this.poll(Math.max(1, waitMs));
      // What it waits for may be another instance's, which then changes the store; or a lease that ends.
      else this.poll(30 * POLL_MS);
    });
  }

  private ended(): void {
    this.running = null;
    this.world.log.add(`instance ${this.name}`, 'is dead');
    this.world.instanceDied(this);
  }

  /** Only the bot's own errors are reported, unless somebody reads the scenario. */
  private log(): Logger {
    const { world, name } = this;
    const { log } = world;
    const level = log.isWanted ? 'info' : 'error';
    return pino(
      { level, base: null, timestamp: false, serializers: { err: withoutStack } },
      {
        write: (line: string) => {
          log.add(`instance ${name}`, `logs ${line.trim()}`);
          if (CRASH.test(line)) world.foundCrash(`instance ${name}: ${line.trim()}`);
        },
      },
    );
  }
}

/** Whether what it decides may wait in its memory, of which no change of the store tells. */
const mayKeep = ({ faults }: Running): boolean => faults.away() !== null || faults.refusesWrites();
