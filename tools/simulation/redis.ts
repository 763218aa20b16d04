import { clockOf } from '../../sandbox/clock';
import type { Clock } from '../../src/lib/clock';
import { StateUnavailableError, type UnavailableReason } from '../../src/redis/errors';
import { UNKNOWN_EVICTION } from '../../src/redis/eviction';
import { UNVERIFIED } from '../../src/redis/sentinel/verifiedRead';
import type { KeyTracking } from '../../src/redis/tracking/keyInvalidations';
import type { StateStore } from '../../src/state/store';
import { MemoryStore } from '../../src/state/stores/memoryStore';
import type { AlertStore } from '../../src/storage/alertStore';
import type { BotStore } from '../../src/storage/botStore';
import type { Stores } from '../../src/storage/connect';
import { MemoryAlertStore } from '../../src/storage/memory/memoryAlertStore';
import { MemoryBotStore } from '../../src/storage/memory/memoryBotStore';
import { MemorySharedTexts } from '../../src/storage/memory/memorySharedTexts';
import { type SharedTexts, SharedTextsRefusedError } from '../../src/storage/sharedTexts';
import { IN_MEMORY } from '../../src/storage/storeStatus';
import type { EventQueue } from './eventQueue';
import type { Prng } from './prng';
import type { Process } from './process';

/** No answer of Redis is waited for longer, in ms: as in src/redis/timeout.ts. */
const TIMEOUT_MS = 1_000;

/** How Redis answers one instance of the bot at a time. */
export interface RedisFaults {
  /** Null while it can be reached. */
  away(): UnavailableReason | null;
  /** Whether answers take seconds, or never come. */
  isSlow(): boolean;
  /** Whether the store takes no writes. */
  refusesWrites(): boolean;
  /** Whether this trip is made, and its answer lost. */
  losesAnswer(): boolean;
}

/** The world's Redis: the traders' keys and the bot's store, which can be lost. */
export class WorldRedis {
  readonly store: MemoryStore;
  alertStore: MemoryAlertStore;
  texts = new MemorySharedTexts();
  private readonly clock: Clock;
  private readonly textListeners: (() => void)[] = [];
  private readonly listeners: ((by: Process, wasDecision: boolean) => void)[] = [];

  constructor(readonly queue: EventQueue) {
    this.clock = clockOf(() => queue.nowMs);
    this.store = new MemoryStore(this.clock);
    this.alertStore = new MemoryAlertStore(this.store, this.clock);
  }

  /** Calls `listener` after each change of the store, and with whether it was a decision. */
  onChange(listener: (by: Process, wasDecision: boolean) => void): void {
    this.listeners.push(listener);
  }

  changed(by: Process, wasDecision: boolean): void {
    for (const listener of this.listeners) listener(by, wasDecision);
  }

  /** Calls `listener` after each change of the texts. */
  onTextsChange(listener: () => void): void {
    this.textListeners.push(listener);
  }

  textsChanged(): void {
    for (const listener of this.textListeners) listener();
  }

  /** The store is empty from now on. */
  loseAlertStore(): void {
    this.alertStore = new MemoryAlertStore(this.store, this.clock);
  }
}

interface Command {
  readonly work: () => Promise<unknown>;
  readonly resolve: (reply: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** The way of one process to Redis: the commands of a tick make one trip, and share its behavior. */
export class RedisLine {
  private open: Command[] | null = null;

  constructor(
    private readonly process: Process,
    private readonly redis: WorldRedis,
    private readonly faultModel: RedisFaults,
    private readonly prng: Prng,
    private readonly beforeReading: () => void,
  ) {}

  /** What `work` gives, some time later; throws StateUnavailableError as the real store does. */
  ask<T>(work: () => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      // Sent once everything that this tick asks for is known.
      if (this.open === null) this.redis.queue.after(0, () => this.send());
      this.open ??= [];
      this.open.push({ work, resolve: resolve as (reply: unknown) => void, reject });
    });
  }

  private send(): void {
    const commands = this.open;
    this.open = null;
    if (commands === null) return;
    const { process, faultModel, prng } = this;
    const mayCall = process.calls('redis');
    const reason = faultModel.away();
    if (!mayCall) return;
    if (reason !== null) {
      const error = new StateUnavailableError(reason, process.clock.now());
      process.schedule(prng.between(1, 20), () => refuse(commands, error));
      return;
    }
    this.makeTrip(commands, faultModel.isSlow(), faultModel.losesAnswer());
  }

  private makeTrip(commands: readonly Command[], isSlow: boolean, isLost: boolean): void {
    const { process, redis, prng } = this;
    const thereMs = isSlow ? prng.wait(900) : prng.between(0.2, 2);
    const backMs = isSlow ? prng.wait(900) : prng.between(0.2, 2);
    const unavailable = (reason: UnavailableReason) => new StateUnavailableError(reason, process.clock.now());
    let isAnswered = false;
    const answer = (ms: number, act: () => void): void =>
      process.schedule(ms, () => {
        if (!isAnswered) act();
        isAnswered = true;
      });
    if (thereMs + backMs > TIMEOUT_MS) answer(TIMEOUT_MS, () => refuse(commands, unavailable('slow')));
    redis.queue.after(thereMs, () => {
      this.beforeReading();
      redis.queue.wakes();
      void Promise.allSettled(commands.map(({ work }) => work())).then((replies) =>
        answer(backMs, () => {
          if (isLost) refuse(commands, unavailable('unreachable'));
          else for (const [i, command] of commands.entries()) settle(command, replies[i]);
        }),
      );
    });
  }
}

function settle({ resolve, reject }: Command, reply: PromiseSettledResult<unknown> | undefined): void {
  if (reply?.status === 'fulfilled') resolve(reply.value);
  else reject(reply?.reason);
}

const refuse = (commands: readonly Command[], error: Error): void => {
  for (const { reject } of commands) reject(error);
};

type Method = (...given: unknown[]) => Promise<unknown>;

/** The same, with a trip to Redis for every call. */
const through = <T extends object>(store: T, line: RedisLine): T =>
  new Proxy(store, {
    get:
      (target, name) =>
      (...given: unknown[]) =>
        line.ask(() => (Reflect.get(target, name) as Method).apply(target, given)),
  });

/** The state as one process sees it. */
export function stateOver(
  line: RedisLine,
  redis: WorldRedis,
  process: Process,
  faults: Pick<RedisFaults, 'refusesWrites'>,
  tracking: KeyTracking,
): Stores {
  const { store } = redis;
  const botStore: BotStore = new MemoryBotStore(store);
  const change = async <T>(work: () => Promise<T>, wasDecision = false): Promise<T> => {
    if (faults.refusesWrites())
      throw new StateUnavailableError('out_of_memory', process.clock.now(), { role: 'store', isReply: true });
    const done = await work();
    redis.changed(process, wasDecision);
    return done;
  };
  const reading: StateStore = {
    string: (key) => line.ask(() => store.string(key)),
    hash: (key, wanted) => line.ask(() => store.hash(key, wanted)),
    ttlMs: (key) => line.ask(() => store.ttlMs(key)),
    ping: () => line.ask(() => store.ping()),
    async *scan(pattern) {
      const batches = await line.ask(async () => {
        const all: (readonly string[])[] = [];
        for await (const batch of store.scan(pattern)) all.push(batch);
        return all;
      });
      yield* batches;
    },
  };
  const alertStore: AlertStore = {
    load: (since) => line.ask(() => redis.alertStore.load(since)),
    version: () => line.ask(() => redis.alertStore.version()),
    generations: () => line.ask(() => redis.alertStore.generations()),
    commit: (what) => line.ask(() => change(() => redis.alertStore.commit(what), true)),
    pending: () => line.ask(() => redis.alertStore.pending()),
    claim: (...given) => line.ask(() => redis.alertStore.claim(...given)),
    release: (...given) => line.ask(() => change(() => redis.alertStore.release(...given))),
    complete: (...given) => line.ask(() => change(() => redis.alertStore.complete(...given))),
    messageRefs: () => line.ask(() => redis.alertStore.messageRefs()),
    audit: (count) => line.ask(() => redis.alertStore.audit(count)),
  };
  return {
    store: reading,
    botStore: through(botStore, line),
    alertStore,
    verifiedReads: UNVERIFIED,
    tracking,
    eviction: async () => UNKNOWN_EVICTION,
    storeStatus: IN_MEMORY,
    close: async () => undefined,
  };
}

/** The texts as one process reaches them. */
export function textsOver(
  line: RedisLine,
  redis: WorldRedis,
  faults: Pick<RedisFaults, 'refusesWrites'>,
): SharedTexts {
  const change = async <T>(work: () => Promise<T>): Promise<T> => {
    if (faults.refusesWrites()) throw new SharedTextsRefusedError('OOM command not allowed');
    const done = await work();
    redis.textsChanged();
    return done;
  };
  return {
    get: (slots) => line.ask(() => redis.texts.get(slots)),
    all: (name) => line.ask(() => redis.texts.all(name)),
    swap: (changes) => line.ask(() => change(() => redis.texts.swap(changes))),
    remove: (name, fields) => line.ask(() => change(() => redis.texts.remove(name, fields))),
  };
}
