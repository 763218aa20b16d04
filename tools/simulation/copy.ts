import pino, { type Logger } from 'pino';
import { type AlertPipeline, createAlertPipeline } from '../../src/alertPipeline';
import { type Mutant, NO_MUTANT } from './mutant';
import { MINUTE, SECOND } from './plan';
import type { Chance } from './prng';
import { Process } from './process';
import { RedisLine, stateOver } from './redis';
import { SlackLine } from './slackLine';
import { SlackPace } from './slackPace';
import type { World } from './world';

/** While a copy cannot reach Redis it looks what it may tell this often, in ms: each second in truth, to no other end. */
const LOOK_BLIND_MS = 5 * SECOND;
const LOOK_MS = SECOND;

/** Errors of the bot's own; that Slack or Redis refuse something is none. */
const CRASH =
  /unexpected (delivery|dispatcher) error|failed to (render|restore)|undecodable notification|"(check|digest|trader discovery) failed"/;

/** A running copy of the bot, and what the world needs of it. */
interface Running {
  readonly process: Process;
  readonly watching: AlertPipeline;
  readonly pace: SlackPace;
  looksAt: number;
  isLooking: boolean;
  /** True once it has seen what is known. */
  knows: boolean;
}

/** One copy of the bot: it is started, runs, and dies, again and again. */
export class Copy {
  running: Running | null = null;
  /** What is wrong with its own way to Redis, and to Slack. */
  isCutFromRedis = false;
  isCutFromSlack = false;
  clockErrorMs = 0;
  private starts = 0;

  constructor(
    readonly name: string,
    private readonly world: World,
    private readonly chance: Chance,
    private readonly mutant: Mutant = NO_MUTANT,
  ) {}

  get isPaused(): boolean {
    return this.running !== null && this.running.process.pausedUntil > this.world.timeline.nowMs;
  }

  /** Its process, if that knows what is stored. Whoever is cut off from Redis knows nothing of what is decided meanwhile. */
  get witness(): Process | null {
    return this.running?.knows && !this.isCutFromRedis ? this.running.process : null;
  }

  start(): void {
    if (this.running !== null) return;
    const { world, name, mutant } = this;
    const { timeline, redis, plan, slack } = world;
    const chance = this.chance.of(`process ${this.starts++}`);
    const process = new Process(timeline, () => this.ended());
    process.clockErrorMs = this.clockErrorMs;
    const pace = new SlackPace(
      () => timeline.nowMs,
      `copy ${name}`,
      (what) => world.foundTooFast(what),
    );
    const line = new RedisLine(process, redis, world.redisWeather(this), chance.of('redis'), () =>
      world.show(),
    );
    const slackLine = new SlackLine(
      process,
      slack,
      timeline,
      (call) => world.slackFate(this, call),
      chance.of('slack'),
      pace,
    );
    const state = stateOver(line, redis, process);
    const watching = createAlertPipeline(
      plan.config,
      mutant.config(plan.alerts),
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
        random: chance.of('bot').share,
      },
    );
    this.running = {
      process,
      watching,
      pace,
      looksAt: Number.POSITIVE_INFINITY,
      isLooking: false,
      knows: false,
    };
    world.story.tell(`copy ${name}`, 'starts');
    world.copyChanged();
    process.hear(0, () => this.check());
    process.hear(0, () => this.runDigests());
    this.look(0);
  }

  kill(why: string): void {
    if (this.running === null) return;
    this.world.story.tell(`copy ${this.name}`, `is killed ${why}`);
    this.running.process.kill();
  }

  pause(forMs: number): void {
    if (this.running === null) return;
    this.running.process.pausedUntil = this.world.timeline.nowMs + forMs;
    this.world.story.tell(`copy ${this.name}`, `is paused for ${Math.round(forMs / SECOND)} s`);
  }

  setClock(errorMs: number): void {
    this.clockErrorMs = errorMs;
    if (this.running === null) return;
    this.running.process.clockErrorMs = errorMs;
    this.running.pace.clockStepped();
  }

  /** Looks what may be sent, within so many ms, unless it does so earlier anyway. */
  look(withinMs: number): void {
    const { running } = this;
    if (running === null) return;
    const { timeline } = this.world;
    const at = timeline.nowMs + withinMs;
    if (running.looksAt <= at) return;
    running.looksAt = at;
    running.process.hear(withinMs, () => {
      if (running.looksAt <= timeline.nowMs) this.deliver(running);
    });
  }

  private check(): void {
    const { running } = this;
    if (running === null) return;
    const { world, name } = this;
    const { timeline, plan } = world;
    const { process, watching } = running;
    const begunMs = timeline.nowMs;
    const next = (): void => {
      running.knows ||= watching.metrics().stats !== null;
      const passedMs = timeline.nowMs - begunMs;
      process.hear(Math.max(0, plan.alerts.decide.checkIntervalMs - passedMs), () => this.check());
      if (watching.deliveryHealth().pending > 0) this.look(0);
    };
    watching.check().then(next, (error: unknown) => {
      world.foundCrash(`copy ${name}: a check failed: ${error}`);
      next();
    });
  }

  /** As the schedules do, which are to the minute. */
  private runDigests(): void {
    if (this.running === null) return;
    const { watching, process } = this.running;
    void watching.runDigests();
    process.hear(MINUTE, () => this.runDigests());
  }

  private deliver(running: Running): void {
    running.looksAt = Number.POSITIVE_INFINITY;
    if (running.isLooking) return;
    running.isLooking = true;
    this.world.looks += 1;
    void running.watching.dispatchDue().then((untilMs) => {
      running.isLooking = false;
      const { world } = this;
      const { pending, storeUnavailable } = running.watching.deliveryHealth();
      if (storeUnavailable) {
        this.look(LOOK_BLIND_MS);
        return;
      }
      if (pending === 0 && world.isAlertStoreEmpty()) return;
      if (Number.isFinite(untilMs)) this.look(Math.max(1, untilMs));
      // What it waits for may be another copy's, which tells by changing the store; or a lease that ends.
      else this.look(30 * LOOK_MS);
    });
  }

  private ended(): void {
    this.running = null;
    this.world.story.tell(`copy ${this.name}`, 'is dead');
    this.world.copyDied(this);
  }

  /** Only faults of the bot's own are heard of, but for whoever reads the story. */
  private log(): Logger {
    const { world, name } = this;
    const { story } = world;
    const level = story.isWanted ? 'info' : 'error';
    return pino(
      { level, base: null, timestamp: false },
      {
        write: (line: string) => {
          story.tell(`copy ${name}`, `logs ${line.trim()}`);
          if (CRASH.test(line)) world.foundCrash(`copy ${name}: ${line.trim()}`);
        },
      },
    );
  }
}
