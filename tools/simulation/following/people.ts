import type { FollowAsked } from '../../invariants/history';
import type { EventQueue } from '../eventQueue';
import { type FaultModel, isRedisHealthy, isSlackHealthy } from '../faultModel';
import type { Instance } from '../instance';
import { HOUR, MINUTE, type Plan, SECOND } from '../plan';
import type { Prng } from '../prng';
import type { ScenarioLog } from '../scenarioLog';
import type { StoredMessage, WorldSlack } from '../slack';
import { SpanKeeper } from '../spans';

/** What those who follow something need of the world around them. */
interface FollowersWorld {
  readonly plan: Plan;
  readonly queue: EventQueue;
  readonly log: ScenarioLog;
  readonly slack: WorldSlack;
  readonly instances: readonly Instance[];
  readonly sessions: readonly { readonly id: string; readonly stoppedAt: number | null }[];
  readonly faultModel: FaultModel;
}

type Asked = { -readonly [K in keyof FollowAsked]: FollowAsked[K] };
type Wish = Pick<FollowAsked, 'id' | 'kind' | 'sessionId'> & {
  readonly channel: string;
  readonly line: string;
};

const CHANNELS = ['C0ALERTS', ...Array.from({ length: 12 }, (_, i) => `C0TEAM${i + 1}`)] as const;
const USERS = ['U0ANN', 'U0BOB', 'U0CAT'] as const;
/** An instance remembers what it has looked at so long ago, in ms, and has to live for as long to restore it. */
const REMEMBERS_MS = 30 * SECOND;

/** People who follow traders and tuning sessions in channels, stop that, and now and then remove a message. */
export class Followers {
  readonly asked: Asked[] = [];
  readonly healthy = new SpanKeeper();
  /** When the store lost what it had, and no instance remembered it for certain. */
  readonly forgot: number[] = [];
  private readonly remembersSince = new Map<Instance, number>();
  private lastLostAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly world: FollowersWorld,
    private readonly prng: Prng,
  ) {}

  start(): void {
    this.beginNow();
    this.followSessions();
  }

  /** Sessions are few and short: those that run are followed soon, by half of those who could. */
  private followSessions(): void {
    this.later(this.prng.between(10, 20) * MINUTE, () => {
      for (const { id, stoppedAt } of this.world.sessions) {
        if (stoppedAt === null && this.prng.is(0.5)) this.begin(1, this.wishFor(id));
      }
      this.followSessions();
    });
  }

  private beginNow(): void {
    const { queue, plan } = this.world;
    queue.after(this.prng.wait(6 * HOUR), () => {
      if (queue.nowMs >= plan.healthyFromMs) return;
      // Mostly one or two; at times all at once.
      const count = this.prng.oneOf([1, 1, 2, 3, 6, 40] as const);
      for (let i = 0; i < count; i += 1)
        this.later(this.prng.between(0, 2) * MINUTE, () => this.begin(count));
      this.beginNow();
    });
  }

  /** Somebody reads a followed message. */
  reads(message: StoredMessage): void {
    if (message.mark.id.endsWith(':end') || !this.prng.is(0.1)) return;
    this.later(this.prng.wait(20 * MINUTE), () => {
      this.world.slack.deletes(message);
      this.world.log.add('a person', `deletes ${message.mark.id}`);
    });
  }

  conditionsChanged(isSlackOpen: boolean): void {
    const { queue, faultModel, instances } = this.world;
    const { nowMs } = queue;
    const isStoreThere = isRedisHealthy(faultModel) && !faultModel.refusesWrites;
    for (const instance of instances) {
      const remembers =
        isStoreThere && instance.running !== null && !instance.isPaused && !instance.isCutFromRedis;
      if (!remembers) this.remembersSince.delete(instance);
      else if (!this.remembersSince.has(instance)) this.remembersSince.set(instance, nowMs);
    }
    if (nowMs < this.lastLostAt + REMEMBERS_MS && this.rememberers(this.lastLostAt) === 0)
      this.forgot.push(this.lastLostAt);
    const isSlackThere =
      isSlackHealthy(faultModel) && isSlackOpen && !instances.some((each) => each.isCutFromSlack);
    this.healthy.set(this.remembersSince.size > 0 && isSlackThere, nowMs);
  }

  /** The store loses what it has, wholly or back to an earlier state. */
  storeLost(): void {
    const { nowMs } = this.world.queue;
    if (this.rememberers(nowMs) === 0) this.forgot.push(nowMs);
    this.lastLostAt = nowMs;
  }

  private rememberers(lostAt: number): number {
    return [...this.remembersSince.values()].filter((since) => since <= lostAt - REMEMBERS_MS).length;
  }

  private later(ms: number, act: () => void): void {
    const { queue, plan } = this.world;
    queue.after(ms, () => {
      if (queue.nowMs < plan.healthyFromMs) act();
    });
  }

  private begin(count: number, wish = this.wish()): void {
    const { prng } = this;
    this.asks('start', wish);
    // One that nobody stops ends after eight hours; many of these would take long to simulate.
    if (wish.kind === 'status' && count === 1 && prng.is(0.1)) return;
    const isSession = wish.kind === 'session';
    // Most sessions have finished by then.
    const [least, most] = isSession ? [60, 240] : count > 6 ? [5, 30] : [2, 90];
    const afterMs = prng.between(least, most) * MINUTE;
    this.later(afterMs, () => this.stop(wish));
  }

  /** Whoever gets no answer tries again. */
  private stop(wish: Wish): void {
    this.asks('stop', wish, (isAnswered) => {
      if (!isAnswered) this.later(5 * MINUTE, () => this.stop(wish));
    });
  }

  private wishFor(sessionId: string): Wish {
    const channel = this.prng.oneOf(CHANNELS);
    const line = `/arb-tuning ${sessionId}`;
    return { id: `${channel} ${line}`, channel, line, kind: 'session', sessionId };
  }

  private wish(): Wish {
    const { prng, world } = this;
    const channel = prng.oneOf(CHANNELS);
    const kind = prng.is(0.1) ? 'board' : 'status';
    const { target } = world.plan.traders[prng.whole(0, world.plan.traders.length - 1)] ?? {};
    const line = kind === 'board' ? '/arb-status' : `/arb-status ${target?.mode} ${target?.env}`;
    return { id: `${channel} ${line}`, channel, line, kind, sessionId: null };
  }

  private asks(
    what: Asked['what'],
    { id, channel, line, kind, sessionId }: Wish,
    then: (isAnswered: boolean) => void = () => undefined,
  ): void {
    const { prng, world } = this;
    const { queue, log } = world;
    const reachable = world.instances.filter(({ running, isPaused }) => running !== null && !isPaused);
    const follow = reachable[prng.whole(0, reachable.length - 1)]?.running?.following?.follow;
    const userId = prng.oneOf(USERS);
    if (follow === undefined) {
      then(false);
      return;
    }
    const asked: Asked = { id, userId, what, kind, sessionId, at: queue.nowMs, answer: null };
    this.asked.push(asked);
    log.add(userId, `wants to ${what} following ${id}`);
    queue.wakes();
    const answering: Promise<string> =
      what === 'stop'
        ? follow.stop({ id, channel })
        : follow.start({ channel, line, kind, userId }).then((result) => result.kind);
    answering.then(
      (answer) => {
        asked.answer = { kind: answer, at: queue.nowMs };
        log.add(userId, `is answered: ${answer}`);
        then(true);
      },
      (error: unknown) => {
        log.add(userId, `gets the answer: ${String(error)}`);
        then(false);
      },
    );
  }
}
