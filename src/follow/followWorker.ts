import type { Clock, Sleep } from '../lib/clock';
import type { Logger } from '../lib/logger';
import { retryOnConflict } from '../lib/retryOnConflict';
import { addMs } from '../lib/time';
import { PollLoop } from '../notify/pollLoop';
import { SlackRateLimiter } from '../notify/routing/rateLimiter';
import { StateUnavailableError } from '../redis/errors';
import { SharedTextsRefusedError } from '../storage/sharedTexts';
import { type AdvanceDeps, advance } from './advance';
import { countActive, inOrder, isEarlier, isOld, isTaken, promisesOf, withChanges } from './due';
import { type Followed, followedId } from './followed';
import type { FollowStore, StoredFollowed } from './followStore';
import { updateIntervalMs } from './interval';

export interface FollowWorkerDeps extends Omit<AdvanceDeps, 'intervalMs' | 'onRateLimit'> {
  readonly store: FollowStore;
  readonly instanceId: string;
  readonly clock: Clock;
  readonly log: Logger;
  readonly sleep?: Sleep;
  /** Whether an alert waits to be sent: those go first. */
  readonly doAlertsWait: () => boolean;
}

/** How long an instance has taken one for, in ms: longer than all that it does about it can take. */
const LEASE_MS = 60_000;
/** A worker looks again after so long, in ms; with nothing followed, less often. */
const LOOK_MS = 1_000;
const IDLE_LOOK_MS = 5_000;
/** Alerts are waited for no longer than this, in ms: Slack may be taking none for hours. */
const ALERTS_FIRST_MS = 60_000;

/** Keeps the followed messages current, together with the workers of all other instances. */
export class FollowWorker {
  private readonly loop: PollLoop;
  private readonly rateLimiter: SlackRateLimiter;
  /** As last seen, should the store lose them or fall back: a message must not claim for ever to be current. */
  private known: ReadonlyMap<string, StoredFollowed> = new Map();
  private waitingSinceMs: number | null = null;
  private isAway = false;
  private isStopping = false;

  constructor(private readonly deps: FollowWorkerDeps) {
    this.rateLimiter = new SlackRateLimiter(deps.clock);
    this.loop = new PollLoop(() => this.tick(), deps.sleep);
  }

  start(): void {
    this.loop.start();
  }

  wake(): void {
    this.loop.wake();
  }

  async stop(limitMs: number): Promise<void> {
    this.isStopping = true;
    await this.loop.stop(limitMs);
  }

  /** Does all that is due; resolves to how long until it looks again, in ms. Never rejects. */
  async tick(): Promise<number> {
    try {
      const nextInMs = await this.round();
      if (this.isAway) this.deps.log.info('followed messages are kept current again');
      this.isAway = false;
      return nextInMs;
    } catch (error) {
      const isExpected = error instanceof StateUnavailableError || error instanceof SharedTextsRefusedError;
      if (!isExpected) this.deps.log.error({ err: error }, 'unexpected error of followed messages');
      else if (!this.isAway) this.deps.log.warn({ err: error }, 'followed messages cannot be kept current');
      this.isAway = true;
      return IDLE_LOOK_MS;
    }
  }

  /** Does at once what is due of this one; null where another instance does, or an alert goes first. Throws as the store does. */
  async handle(id: string): Promise<StoredFollowed | null> {
    const all = await this.deps.store.all();
    const stored = all.get(id);
    if (stored === undefined || this.mustWait() || isTaken(stored.followed, this.deps.clock.now()))
      return null;
    return this.step(stored, all);
  }

  private async round(): Promise<number> {
    const { store, clock } = this.deps;
    const all = await this.withLost(await store.all());
    this.known = new Map(all);
    const now = clock.now();
    const old = [...all].filter(([, { followed }]) => isOld(followed, now)).map(([id]) => id);
    if (old.length > 0) await store.forget(old);
    // Asked also where nothing is due: for how long an alert waits is counted from its beginning.
    this.mustWait();
    for (const stored of inOrder([...all.values()], now)) {
      if (this.isStopping || this.mustWait()) return LOOK_MS;
      const done = await this.step(stored, all);
      if (done !== null) all.set(followedId(done.followed), done);
    }
    return [...all.values()].every(({ followed }) => followed.phase === 'ended') ? IDLE_LOOK_MS : LOOK_MS;
  }

  /** Takes one, does what is due of it, and stores what it is then. */
  private async step(
    stored: StoredFollowed,
    all: ReadonlyMap<string, StoredFollowed>,
  ): Promise<StoredFollowed | null> {
    const { store, clock, instanceId, log } = this.deps;
    const { followed } = stored;
    const now = clock.now();
    const wasInDoubt = followed.inDoubtSince !== null;
    const willPost = followed.message === null && followed.phase === 'active';
    const postsTo = willPost ? followed.channel : followed.phase === 'ended' ? followed.toTell[0] : undefined;
    if (postsTo !== undefined && !this.mayPost(postsTo)) return null;
    const taken = await store.put(stored, {
      ...followed,
      claimedBy: instanceId,
      takenUntil: addMs(now, LEASE_MS),
      inDoubtSince: willPost ? (followed.inDoubtSince ?? now) : followed.inDoubtSince,
    });
    if (taken === null) return null;
    const intervalMs = updateIntervalMs(countActive(all));
    const isPromised = followed.message !== null && followed.phase !== 'ended';
    if (!(await store.spend(now, isPromised ? [] : promisesOf(all, intervalMs))))
      return this.giveBack(taken, { ...followed, dueAt: addMs(now, LOOK_MS) });
    if (postsTo !== undefined) this.rateLimiter.consume('post', postsTo);
    const next = await advance(taken.followed, wasInDoubt, {
      ...this.deps,
      intervalMs,
      onRateLimit: (waitMs) => store.pause(clock.now(), addMs(clock.now(), waitMs)),
    });
    if (next.phase !== followed.phase && next.phase === 'ended')
      log.info({ channel: next.channel, line: next.line, end: next.end }, 'followed message ended');
    const done = await this.giveBack(taken, next);
    if (done !== null) this.known = new Map([...this.known, [followedId(next), done]]);
    return done;
  }

  /**
   * Stores what came of it; what people did about it meanwhile stays. An instance that was held up for so long that another
   * one has taken it stores nothing, and takes back what it posted too late.
   */
  private async giveBack(taken: StoredFollowed, next: Followed): Promise<StoredFollowed | null> {
    const { store, instanceId, slack } = this.deps;
    const free = { ...next, claimedBy: instanceId, takenUntil: null };
    const outcome = await retryOnConflict(async () => {
      const now = (await store.all()).get(followedId(next)) ?? null;
      if (now === null || now.text === taken.text) return (await store.put(now, free)) ?? 'conflict';
      if (now.followed.claimedBy !== instanceId) return 'late';
      return (await store.put(now, withChanges(free, now.followed))) ?? 'conflict';
    });
    if (outcome === 'late' && taken.followed.message === null && next.message !== null)
      await slack.remove(next.message);
    return typeof outcome === 'string' ? null : outcome;
  }

  private async withLost(all: ReadonlyMap<string, StoredFollowed>): Promise<Map<string, StoredFollowed>> {
    const restored = new Map(all);
    for (const [id, { followed }] of this.known) {
      const stored = all.get(id) ?? null;
      if (stored === null ? followed.phase === 'ended' : !isEarlier(stored.followed, followed)) continue;
      const again = await this.deps.store.put(stored, followed);
      if (again !== null) restored.set(id, again);
    }
    return restored;
  }

  /** Slack takes one post a second in a channel, where alerts may be posted, too. */
  private mayPost(channel: string): boolean {
    return this.rateLimiter.waitMs('post', channel) <= 0;
  }

  private mustWait(): boolean {
    const { doAlertsWait, clock } = this.deps;
    if (!doAlertsWait()) {
      this.waitingSinceMs = null;
      return false;
    }
    this.waitingSinceMs ??= clock.monotonicMs();
    return clock.monotonicMs() - this.waitingSinceMs < ALERTS_FIRST_MS;
  }
}
