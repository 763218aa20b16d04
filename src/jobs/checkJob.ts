import {
  type AlertSettings,
  type AlertState,
  type EvaluationResult,
  evaluate,
  evaluateTime,
  type Observation,
  type Observed,
} from '../alerting';
import type { ConfigurationStatus } from '../alerting/configuration/configurationStatus';
import type { Clock } from '../lib/clock';
import type { Logger } from '../lib/logger';
import { retryOnConflict } from '../lib/retryOnConflict';
import type { OutageReporter } from '../notify/outage/outageReporter';
import { storeOutageOf } from '../notify/outage/storeOutage';
import type { LoadedState } from '../notify/recovery/loadedState';
import type { StateCache } from '../notify/recovery/stateCache';
import { StateUnavailableError, type StoreOutage, type UnavailableReason } from '../redis/errors';
import type { StoreStatus } from '../storage/storeStatus';
import { Doubt } from './checks/doubt';
import { type BeforeCheck, isOfAnother, loadState, mayBePartial } from './checks/loadState';
import type { CheckScope } from './checks/scope';
import { storeEviction } from './checks/storeEviction';
import { wasObservedBetween } from './checks/wasObservedBetween';
import type { RecordChecks } from './recording/recordChecks';
import { canEvaluate, withoutNewOutages } from './withoutStore';

export interface CheckJobOptions {
  /** Observes these targets at least, by what is known of them; an observation of them alone says so. */
  readonly observe: (scope: CheckScope, known: AlertState | null) => Promise<Observation>;
  readonly stateCache: StateCache;
  readonly outages: Pick<
    OutageReporter,
    'storeOutage' | 'isReported' | 'withEnd' | 'onUnavailable' | 'onObserved'
  >;
  /** Looks at once for what was committed. */
  readonly dispatcher: { wake(): void };
  readonly clock: Clock;
  readonly log: Logger;
  /** Asked once by each check, which ends with the settings that it began with. */
  readonly settings: () => AlertSettings;
  /** Whether its configuration is the active one, by the state; null where that cannot be read. It is unless given. */
  readonly configurationStatus?: (known: AlertState | null) => ConfigurationStatus;
  /** Where what is evaluated is stored; in the traders' Redis, unless given. */
  readonly store?: Pick<StoreStatus, 'isSeparate' | 'attest' | 'evictingPolicy'>;
  /** Told what each check found, once it is stored; nobody unless given. */
  readonly history?: RecordChecks;
}

/**
 * What came of a check; `conflict`: another instance was first, which observed the same; `kept`: the store did not take
 * it, and what follows is sent from memory; `outdated`: nothing was observed, which is left to instances with a newer
 * configuration.
 */
export type CheckOutcome = 'committed' | 'conflict' | 'kept' | 'unavailable' | 'outdated';

/** The store does not take it, and the traders cannot be evaluated: they may be unable to write, too. */
type NotEvaluated = { readonly storeOutage: StoreOutage };

/** One check of the traders: load, observe, evaluate, commit. */
export class CheckJob {
  private readonly doubt: Doubt;
  private checking: Promise<CheckOutcome> | null = null;
  private observedAt: Date | null = null;
  private partialAt: Date | null = null;
  private failedAt: Date | null = null;
  private evaluated: AlertState | null = null;
  private readonly evictingPolicy: () => Promise<string | null>;

  constructor(private readonly deps: CheckJobOptions) {
    this.doubt = new Doubt(deps.clock);
    this.evictingPolicy = storeEviction(deps.store, deps.log);
  }

  /**
   * One check; joins the one that is under way. An unavailable Redis is reported as an outage and does not reject; an
   * internal error is reported as one, too, and rejects.
   */
  check(scope: CheckScope = null): Promise<CheckOutcome> {
    this.checking ??= this.run(scope).finally(() => {
      this.checking = null;
    });
    return this.checking;
  }

  private async run(scope: CheckScope): Promise<CheckOutcome> {
    const { clock, outages } = this.deps;
    let settings = this.deps.settings();
    try {
      const known = await loadState(this.deps.stateCache);
      const status = this.statusBy(known.loaded.known);
      if (status === 'outdated') return this.leave(known.loaded.known);
      if (status === 'stand_in') settings = { ...settings, isStandIn: true };
      const before = { ...known, settings };
      // What is known comes first: else another's newer observation could be taken for what came before an older one.
      const observation = await this.observe(scope, before);
      const { at } = observation;
      if (observation.kind === 'unavailable') return this.passTime(at, null, settings, observation.reason);
      const outcome = await this.commitObservation(observation, before);
      if (typeof outcome === 'object')
        return this.passTime(at, outcome.storeOutage, settings, outcome.storeOutage.reason);
      if (observation.isPartial) {
        this.partialAt = at;
        return outcome;
      }
      this.observedAt = at;
      if (this.evaluated !== null) this.deps.history?.observed(observation, this.evaluated, settings);
      if (outcome !== 'kept') await outages.onObserved(at, outcome === 'committed');
      return outcome;
    } catch (error) {
      const { storeOutage = null, reason = null } = error instanceof StateUnavailableError ? error : {};
      if (reason !== null && this.statusBy(null) === 'outdated') return 'outdated';
      const readable = storeOutage !== null && (await this.canRead()) ? storeOutage : null;
      const outcome = this.passTime(clock.now(), readable, settings, reason);
      if (reason === null) throw error;
      return outcome;
    }
  }

  private async observe(scope: CheckScope, before: BeforeCheck): Promise<Observation> {
    const { observe, clock } = this.deps;
    const { known } = before.loaded;
    const observation = await observe(mayBePartial(before, clock.now()) ? scope : null, known);
    return isOfAnother(observation, before) ? observe(null, known) : observation;
  }

  private statusBy(known: AlertState | null): ConfigurationStatus {
    return this.deps.configurationStatus?.(known) ?? 'current';
  }

  /** Others observe the traders: an outage that this instance has reported is over. */
  private async leave(known: AlertState | null): Promise<'outdated'> {
    const { outages } = this.deps;
    if (known !== null && outages.isReported()) await outages.onObserved(known.observedAt, false);
    return 'outdated';
  }

  /**
   * Evaluates again where another commit was first, unless that was another instance's check and nothing has to be
   * restored: a person who acted meanwhile has observed nothing of the traders.
   */
  private async commitObservation(
    observed: Observed,
    before: BeforeCheck,
  ): Promise<CheckOutcome | NotEvaluated> {
    const { stateCache } = this.deps;
    let { loaded } = before;
    const outcome = await retryOnConflict(async () => {
      const ended = await this.evaluateAndCommit(observed, { ...before, loaded });
      if (!('rejected' in ended)) return ended;
      const previous = loaded;
      loaded = await stateCache.load();
      if (!wasObservedBetween(previous, loaded) || loaded.restored !== null) return 'conflict';
      stateCache.keepSigns(ended.rejected);
      return { outcome: 'conflict' } as const;
    });
    if (outcome === 'conflict') return outcome;
    return 'outcome' in outcome ? outcome.outcome : outcome;
  }

  /** `rejected`: the targets as they were observed, where another commit was first. */
  private async evaluateAndCommit(
    observed: Observed,
    { loaded, storeOutage, settings }: BeforeCheck,
  ): Promise<{ outcome: 'committed' | 'kept' } | { rejected: AlertState['targets'] } | NotEvaluated> {
    const { stateCache, log, dispatcher, outages } = this.deps;
    const evaluated = await this.evaluate(observed, loaded, settings);
    this.evaluated = evaluated.state;
    const isInDoubt = this.doubt.isInDoubt(settings);
    const refusal =
      storeOutage ?? (await this.tryCommit(outages.withEnd(evaluated, observed.at), loaded, isInDoubt));
    if (refusal === 'conflict') return { rejected: evaluated.state.targets };
    if (refusal !== null) {
      if (observed.isPartial || !canEvaluate(refusal, loaded.known, evaluated.state))
        return { storeOutage: refusal };
      stateCache.keep(withoutNewOutages(evaluated, loaded.known), loaded, { now: observed.at, isInDoubt });
      outages.onUnavailable(observed.at, refusal);
    }
    this.doubt.onStored();
    for (const line of evaluated.logLines) log.info(line);
    dispatcher.wake();
    return { outcome: refusal === null ? 'committed' : 'kept' };
  }

  private async evaluate(
    observed: Observed,
    loaded: LoadedState,
    settings: AlertSettings,
  ): Promise<EvaluationResult> {
    const { store, outages, history } = this.deps;
    // From what was lost, or from older data, more may follow in the next checks that was sent already.
    const isFromMemory = loaded.restored !== null && !loaded.isLocal;
    this.doubt.onEvaluate(isFromMemory || loaded.isAfterLoss, settings);
    return evaluate(
      loaded.known,
      {
        ...observed,
        ...(history && { recentBalances: history.recentBalances() }),
        storeEviction: await this.evictingPolicy(),
        storeOutage: outages.storeOutage(),
        lastObservedByThisInstance: isFromMemory ? null : this.observedAt,
        lastPartialByThisInstance: this.partialAt,
        lastFailedByThisInstance: this.failedAt,
        // A store of its own that loses data takes nothing of the traders' with it.
        afterDataLoss: loaded.isAfterLoss && store?.isSeparate !== true,
      },
      settings,
    );
  }

  /** Null once it is stored; why the store did not take it. */
  private async tryCommit(
    result: EvaluationResult,
    loaded: LoadedState,
    isInDoubt: boolean,
  ): Promise<StoreOutage | 'conflict' | null> {
    const { stateCache, store } = this.deps;
    try {
      await store?.attest();
      return (await stateCache.commit(result, loaded, { isInDoubt, isOfCheck: true })) ? null : 'conflict';
    } catch (error) {
      const storeOutage = storeOutageOf(error);
      if (storeOutage === null) throw error;
      return storeOutage;
    }
  }

  /** Nothing can be said of the traders; what is due by time alone is sent once the outage is reported. */
  private passTime(
    now: Date,
    storeOutage: StoreOutage | null,
    settings: AlertSettings,
    reason: UnavailableReason | null,
  ): 'unavailable' {
    const { stateCache, outages, dispatcher } = this.deps;
    if (reason !== null) this.deps.history?.unavailable(now, reason);
    this.failedAt = now;
    outages.onUnavailable(now, storeOutage);
    const isDue = () => stateCache.decideLocally((known) => evaluateTime(known, now, settings), now);
    if (outages.isReported() && isDue()) dispatcher.wake();
    return 'unavailable';
  }

  /** Whether the traders can be read, though nothing can be stored. */
  private async canRead(): Promise<boolean> {
    const { kind } = await this.deps.observe(null, null).catch(() => ({ kind: 'unavailable' }));
    return kind === 'observed';
  }
}
