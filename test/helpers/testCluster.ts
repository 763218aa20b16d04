import type { Fault } from '../../sandbox';
import type { Action, AlertSettings, AlertState, Observation } from '../../src/alerting';
import { CheckJob } from '../../src/jobs/checkJob';
import type { Dispatcher, DispatcherDeps } from '../../src/notify/dispatcher';
import type { PagingDeps } from '../../src/notify/dispatcherOptions';
import { LocalDecisions } from '../../src/notify/outage/localDecisions';
import { OutageReporter } from '../../src/notify/outage/outageReporter';
import { pageFailureHandler } from '../../src/notify/pages/pageFailures';
import { StateCache } from '../../src/notify/recovery/stateCache';
import { StateUnavailableError, type StoreOutage } from '../../src/redis/errors';
import { MemoryStore } from '../../src/state/stores/memoryStore';
import type { AlertStore } from '../../src/storage/alertStore';
import { createAlertsService } from './alertsService';
import { type SettableClock, settableClock } from './clock';
import { createDispatcherHarness, type DispatcherHarness } from './dispatcherHarness';
import { LossyAlertStore } from './lossyAlertStore';
import { SETTINGS } from './scenario';
import { stateIn } from './storedState';
import { second, snapshotOf, type Trader } from './traders';

const CHECK_EVERY_MS = 15_000;

interface Copy {
  readonly watcher: CheckJob;
  readonly dispatcher: Dispatcher;
}

const WRITES: readonly (keyof AlertStore)[] = ['commit', 'claim', 'release', 'complete'];

const unreachable = (clock: SettableClock) => new StateUnavailableError('unreachable', clock.now());

/** A whole night: traders, a Redis, a Slack, and copies of the bot, by a clock that the test moves. */
export class TestCluster {
  private readonly copies = new Map<string, Copy>();
  private started = 0;
  private checkedAt = second(-15);
  /** Copies that alone cannot reach Redis. */
  readonly cutOff = new Set<string>();
  /** Why the store takes nothing from some copies; and whether it can be read. Null while it takes everything. */
  refusal: (StoreOutage & { readonly of?: readonly string[]; readonly isUnread?: boolean }) | null = null;
  traders: readonly Trader[] = [];
  settings: AlertSettings = SETTINGS;

  private constructor(
    readonly desk: DispatcherHarness,
    readonly clock: SettableClock,
    readonly redis: MemoryStore,
    readonly alertStore: LossyAlertStore,
    private readonly kept: AlertStore | null,
  ) {}

  /** `store` in place of one in memory. */
  static async begin(alertStore: AlertStore | null = null): Promise<TestCluster> {
    const clock = settableClock(second(0));
    const redis = new MemoryStore(clock);
    const own = new LossyAlertStore(redis, clock);
    const desk = await createDispatcherHarness({ clock, alertStore: alertStore ?? own });
    return new TestCluster(desk, clock, redis, own, alertStore);
  }

  private drawn = 0;

  /** Starts a copy of the bot; one that died is a new one. `turn`: when it is its turn, from 0 to 1, where all alert from memory. */
  start(name = 'a', change: Partial<DispatcherDeps> = {}, turn = 0): Copy {
    const { clock, desk } = this;
    this.started += 1;
    const alertStore = change.alertStore ?? this.reachedBy(name);
    const given = { alertStore, hooks: { onRollback: () => memory.restoreLost() }, ...change };
    const localDecisions = new LocalDecisions(clock);
    const memory = new StateCache({
      alertStore,
      log: desk.log.log,
      checkIntervalMs: () => CHECK_EVERY_MS,
      local: localDecisions,
      // Its turn, and so little more that each mark by which it knows its own commits is another.
      random: () => {
        this.drawn += 1;
        return turn + this.drawn * 1e-7;
      },
    });
    const storeFailure = pageFailureHandler({
      ...{ stateCache: memory, clock, log: desk.log.log, settings: () => this.settings },
      wake: () => dispatcher.wake(),
    });
    const onFailed: NonNullable<PagingDeps['onFailed']> = (failed) => {
      outages.pageFailed(failed);
      return storeFailure(failed);
    };
    const dispatcher: Dispatcher = desk.dispatcher(`${name} ${this.started}`, {
      ...given,
      localDecisions,
      paging: { onFailed, ...change.paging },
    });
    const look = () => this.look(name);
    const outages = new OutageReporter({
      stateCache: memory,
      dispatcher,
      clock,
      log: desk.log.log,
      settings: () => this.settings,
    });
    const watcher = new CheckJob({
      observe: look,
      outages,
      stateCache: memory,
      dispatcher,
      clock,
      log: desk.log.log,
      settings: () => this.settings,
    });
    const copy = { watcher, dispatcher };
    this.copies.set(name, copy);
    return copy;
  }

  kill(name = 'a'): void {
    this.copies.delete(name);
  }

  /** Goes on to a second, with a check and a round of deliveries by each copy every 15 s. */
  async goOn(until: number): Promise<void> {
    for (;;) {
      const next = this.checkedAt.getTime() + CHECK_EVERY_MS;
      if (next > second(until).getTime()) break;
      this.clock.set(new Date(next));
      await this.round();
    }
    if (this.clock.now() < second(until)) this.clock.set(second(until));
  }

  /** One check by each copy, and deliveries for some seconds. */
  async round(): Promise<void> {
    this.checkedAt = this.clock.now();
    for (const { watcher } of this.copies.values()) await watcher.check();
    for (let step = 0; step < 6; step++) {
      if (step > 0) this.clock.advance(1_000);
      for (const { dispatcher } of this.copies.values()) await dispatcher.dispatchDue();
    }
  }

  /** The machine's clock is set back. */
  async clockGoesBack(seconds: number): Promise<void> {
    this.clock.advance(-seconds * 1000);
    await this.round();
  }

  /** What somebody does about the open incident. */
  async act(action: (known: AlertState) => Action): Promise<void> {
    const { clock, desk } = this;
    const alertStore = this.kept ?? this.alertStore;
    const known = await stateIn(alertStore);
    if (known === null) throw new Error('nothing is known that something could be done about');
    const service = createAlertsService({
      alertStore,
      stateCache: new StateCache({ alertStore, log: desk.log.log }),
      clock,
      dispatcher: { wake: () => undefined },
      log: desk.log.log,
      settings: () => this.settings,
    });
    await service.act(action(known));
  }

  slackFails(fault: Fault): () => void {
    return this.desk.slack.fail('*', fault);
  }

  /** What stands in the channel, whatever is said of lateness; replies begin with a dash. */
  get standing(): string[] {
    return this.desk
      .standing()
      .map(({ text, threadTs }) => `${threadTs === null ? '' : '- '}${text.replace(/ detected .*/, '')}`);
  }

  private async look(name: string): Promise<Observation> {
    const at = this.clock.now();
    try {
      if (this.cutOff.has(name)) throw unreachable(this.clock);
      await this.redis.ping();
    } catch {
      return { kind: 'unavailable', at, reason: 'unreachable' };
    }
    const t = (at.getTime() - second(0).getTime()) / 1000;
    return {
      kind: 'observed',
      at,
      snapshots: this.traders.map((trader) => snapshotOf(trader, t)),
      sessions: null,
    };
  }

  private reachedBy(name: string): AlertStore {
    return this.refusing(this.kept ?? this.alertStore, name);
  }

  /** The store as a copy reaches it. */
  refusing(alertStore: AlertStore, name: string): AlertStore {
    return new Proxy(alertStore, {
      get:
        (target, method: keyof AlertStore) =>
        async (...given: never[]) => {
          if (this.cutOff.has(name)) throw unreachable(this.clock);
          this.refuse(name, method);
          return (target[method] as (...args: never[]) => Promise<unknown>)(...given);
        },
    });
  }

  private refuse(name: string, method: keyof AlertStore): void {
    const { refusal, clock } = this;
    if (refusal === null || refusal.of?.includes(name) === false) return;
    const { reason, role, isUnread = false } = refusal;
    if (isUnread || WRITES.includes(method))
      throw new StateUnavailableError(reason, clock.now(), { role, isReply: !isUnread });
  }
}
