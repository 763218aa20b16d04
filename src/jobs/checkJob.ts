import { type AlertSettings, type AlertState, evaluate, type Observation, type Observed } from '../alerting';
import type { Clock } from '../lib/clock';
import type { Logger } from '../lib/logger';
import { retryOnConflict } from '../lib/retryOnConflict';
import type { OutageReporter } from '../notify/outage/outageReporter';
import type { LoadedState } from '../notify/recovery/loadedState';
import type { StateCache } from '../notify/recovery/stateCache';
import { StateUnavailableError } from '../redis/errors';
import type { StoreStatus } from '../storage/storeStatus';

export interface CheckJobOptions {
  readonly observe: () => Promise<Observation>;
  readonly stateCache: StateCache;
  readonly outages: Pick<OutageReporter, 'storeOutage' | 'withEnd' | 'onUnavailable' | 'onObserved'>;
  /** Looks at once for what was committed. */
  readonly dispatcher: { wake(): void };
  readonly clock: Clock;
  readonly log: Logger;
  readonly settings: AlertSettings;
  /** Where what is evaluated is stored; in the traders' Redis, unless given. */
  readonly store?: Pick<StoreStatus, 'isSeparate' | 'attest' | 'evictingPolicy'>;
}

/** What came of a check; `conflict`: another instance was first, which observed the same. */
export type CheckOutcome = 'committed' | 'conflict' | 'unavailable';

/** What follows from the first checks of an instance, or the first after a pause or a loss, is verified before it is sent. */
const VERIFY_FIRST_CHECKS = 10;

/** One check of the traders: load, observe, evaluate, commit. */
export class CheckJob {
  private checking: Promise<CheckOutcome> | null = null;
  /** Commits since the start, or since a pause or a loss. */
  private commits = 0;
  private evaluatedAtMs = Number.NEGATIVE_INFINITY;
  private observedAt: Date | null = null;
  private hasWarned = false;

  constructor(private readonly deps: CheckJobOptions) {}

  /**
   * One check; joins the one that is under way. An unavailable Redis is reported as an outage and does not reject; an
   * internal error is reported as one, too, and rejects.
   */
  check(): Promise<CheckOutcome> {
    this.checking ??= this.run().finally(() => {
      this.checking = null;
    });
    return this.checking;
  }

  private async run(): Promise<CheckOutcome> {
    const { clock, outages } = this.deps;
    try {
      const observation = await this.loadAndObserve();
      if (observation.kind === 'unavailable') {
        outages.onUnavailable(observation.at, null);
        return 'unavailable';
      }
      const outcome = await this.commitObservation(observation, observation.loaded);
      this.observedAt = observation.at;
      await outages.onObserved(observation.at, outcome === 'committed');
      return outcome;
    } catch (error) {
      const refused = error instanceof StateUnavailableError ? error.storeOutage : null;
      outages.onUnavailable(clock.now(), refused !== null && (await this.canRead()) ? refused : null);
      if (error instanceof StateUnavailableError) return 'unavailable';
      throw error;
    }
  }

  /**
   * The state is loaded before the traders are observed: else another instance's newer observation could be taken for what
   * came before an older one, and an event reported twice.
   */
  private async loadAndObserve() {
    const loaded = await this.deps.stateCache.load();
    return { ...(await this.deps.observe()), loaded };
  }

  /**
   * Evaluates again where another commit was first, unless that was another instance's check and nothing has to be
   * restored: a person who acted meanwhile has observed nothing of the traders.
   */
  private async commitObservation(observed: Observed, before: LoadedState): Promise<CheckOutcome> {
    const { stateCache, store } = this.deps;
    await store?.attest();
    let loaded = before;
    const outcome = await retryOnConflict(async () => {
      const rejected = await this.evaluateAndCommit(observed, loaded);
      if (rejected === null) return 'committed';
      const previous = loaded;
      loaded = await stateCache.load();
      if (!wasObservedBetween(previous, loaded) || loaded.restored !== null) return 'conflict';
      stateCache.keepSigns(rejected);
      return 'superseded';
    });
    return outcome === 'committed' ? outcome : 'conflict';
  }

  /** The targets as they were observed, where another commit was first; null once it is stored. */
  private async evaluateAndCommit(
    observed: Observed,
    loaded: LoadedState,
  ): Promise<AlertState['targets'] | null> {
    const { stateCache, settings, log, dispatcher, store, outages } = this.deps;
    // From what was lost, or from older data, more may follow in the next checks that was sent already.
    const isFromMemory = loaded.restored !== null;
    if (this.wasPaused() || isFromMemory || loaded.isAfterLoss) this.commits = 0;
    const evaluated = evaluate(
      loaded.known,
      {
        ...observed,
        storeEviction: await this.storeEviction(),
        storeOutage: outages.storeOutage(),
        lastObservedByThisInstance: isFromMemory ? null : this.observedAt,
        // A store of its own that loses data takes nothing of the traders' with it.
        afterDataLoss: loaded.isAfterLoss && store?.isSeparate !== true,
      },
      settings,
    );
    const result = outages.withEnd(evaluated, observed.at);
    const isInDoubt = this.commits < VERIFY_FIRST_CHECKS;
    const isStored = await stateCache.commit(result, loaded, { isInDoubt, isOfCheck: true });
    if (!isStored) return result.state.targets;
    this.commits += 1;
    for (const line of result.logLines) log.info(line);
    dispatcher.wake();
    return null;
  }

  /** Whether the traders can be read, though nothing can be stored. */
  private async canRead(): Promise<boolean> {
    const { kind } = await this.deps.observe().catch(() => ({ kind: 'unavailable' }));
    return kind === 'observed';
  }

  /** An instance that was paused may have missed what another sent, and Redis lost, in the meantime. */
  private wasPaused(): boolean {
    const { clock, settings } = this.deps;
    const nowMs = clock.monotonicMs();
    const passedMs = nowMs - this.evaluatedAtMs;
    this.evaluatedAtMs = nowMs;
    return passedMs > 1.5 * settings.checkIntervalMs;
  }

  /** The policy by which the traders' Redis may evict what is stored there; null for none, and where it is not known. */
  private async storeEviction(): Promise<string | null> {
    const { store, log } = this.deps;
    if (store === undefined || store.isSeparate) return null;
    const policy = await store.evictingPolicy().catch(() => null);
    if (policy !== null && !this.hasWarned) log.warn({ policy }, EVICTS);
    this.hasWarned ||= policy !== null;
    return policy;
  }
}

const EVICTS =
  'Redis evicts keys of any kind when its memory is full, and may evict what the bot keeps: set STORE_REDIS_URL, or its maxmemory-policy to noeviction or volatile-lru';

/** Whether another instance's check was stored between the two, or that is not known. What was restored is no check. */
function wasObservedBetween(before: LoadedState, after: LoadedState): boolean {
  const [was, is] = [before, after].map(({ known }) => known?.observedAt);
  return !was || !is || was.getTime() !== is.getTime();
}
