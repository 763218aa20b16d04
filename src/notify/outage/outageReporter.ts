import {
  type AlertSettings,
  currentOutage,
  type EvaluationResult,
  type Incident,
  isOutage,
  outageSinceStartup,
} from '../../alerting';
import type { FailedPage } from '../../alerting/escalation/escalateDue';
import { NOTHING_DECIDED } from '../../alerting/evaluation/nothingDecided';
import { closeOutage } from '../../alerting/observation/endedOutage';
import { addressed } from '../../alerting/routing/address';
import { alertChannels, channelOf } from '../../alerting/routing/alertRoutes';
import type { Clock } from '../../lib/clock';
import type { Logger } from '../../lib/logger';
import { StateUnavailableError, type StoreOutage } from '../../redis/errors';
import type { Dispatcher } from '../dispatcher';
import type { StateCache } from '../recovery/stateCache';
import { storeDecision } from '../recovery/storeDecision';
import { OutageEscalation } from './outageEscalation';

export interface OutageReporterDeps {
  readonly stateCache: StateCache;
  readonly dispatcher: Pick<Dispatcher, 'notifyOutage' | 'outageEnded' | 'findOrphanedOutage' | 'wake'>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly settings: () => AlertSettings;
}

/** Orphaned outages are looked for so many check intervals after an outage, and again so many later, where that failed. */
const LOOKUP_AFTER_INTERVALS = 1.5;
const RETRY_LOOKUP_AFTER_INTERVALS = 10.5;

/** Reports an outage of the bot's own from memory, and stores its end once there is a store again. */
export class OutageReporter {
  private reported: Incident | null = null;
  /** From when on orphaned outages are looked for, in ms by the monotonic clock; Infinity for not any more. */
  private lookupAtMs = Number.NEGATIVE_INFINITY;
  private readonly startedAt: Date;
  private readonly escalation: OutageEscalation;

  constructor(private readonly deps: OutageReporterDeps) {
    this.startedAt = deps.clock.now();
    this.escalation = new OutageEscalation(deps);
  }

  /** Why nothing could be stored, in the outage that was reported and has not ended; null where it could not be read. */
  storeOutage(): StoreOutage | null {
    return this.reported?.storeOutage ?? null;
  }

  /** Whether an outage was reported and has not ended. */
  isReported(): boolean {
    return this.reported !== null;
  }

  /**
   * A check could not read or store; an outage is reported once it has lasted long enough. From then on it is the same
   * outage, whose message says what is wrong now.
   */
  onUnavailable(now: Date, storeOutage: StoreOutage | null): void {
    const { dispatcher, settings } = this.deps;
    const why = storeOutage === null ? {} : { storeOutage };
    this.reported ??= this.outageBy(now);
    if (this.reported === null) return;
    const { storeOutage: before, ...outage } = this.reported;
    const isFirst = outage.revision === 0;
    const isSame = before?.reason === storeOutage?.reason && before?.role === storeOutage?.role;
    if (isFirst || !isSame) this.reported = { ...outage, ...why, revision: outage.revision + 1 };
    void dispatcher.notifyOutage(this.reported, channelOf(this.reported, settings()));
    this.escalation.step(this.reported, now);
  }

  private outageBy(now: Date): Incident | null {
    const { stateCache } = this.deps;
    const settings = this.deps.settings();
    const [state, observedAt] = [stateCache.known(), stateCache.lastStoredObservation()];
    const outage =
      observedAt === null
        ? outageSinceStartup(this.startedAt, now, settings)
        : currentOutage({ observedAt, targets: state?.targets ?? [] }, now, settings);
    return outage && addressed({ ...outage, revision: 0 }, { settings, duty: state?.duty, detectedAt: now });
  }

  /** What follows from a check, and from the end of the outage that was reported: both are stored in one step. */
  withEnd(result: EvaluationResult, at: Date): EvaluationResult {
    return (this.reported && this.ended(result, this.reported, at)) ?? result;
  }

  /** The result, and what follows from the end of an outage; null where nothing does. */
  private ended(result: EvaluationResult, outage: Incident, at: Date): EvaluationResult | null {
    const closed = closeOutage(result.state, outage, at, this.deps.settings());
    const state = closed?.state ?? result.state;
    const paged = this.escalation.endOf(state, outage, at);
    if (closed === null && paged === null) return null;
    const all = [result, ...(closed === null ? [] : [closed]), ...(paged === null ? [] : [paged])];
    return {
      state,
      notifications: all.flatMap(({ notifications }) => notifications),
      cancelled: all.flatMap(({ cancelled }) => cancelled),
      audit: all.flatMap(({ audit }) => audit),
      logLines: result.logLines,
      expiredIncidents: all.flatMap(({ expiredIncidents }) => expiredIncidents),
    };
  }

  /** A page of the outage could not be sent. */
  pageFailed(failed: FailedPage): void {
    this.escalation.failed(failed);
  }

  /**
   * A check has read the traders: the outage that was reported has ended. `isStored`: what follows from the check is stored;
   * else another instance's check was. Never rejects.
   */
  async onObserved(at: Date, isStored: boolean): Promise<void> {
    const { dispatcher, stateCache } = this.deps;
    const wasReported = this.reported !== null;
    if (this.reported !== null && !isStored && !(await this.closeInStore(this.reported, at))) return;
    this.reported = null;
    dispatcher.outageEnded();
    const hasJustEnded = (stateCache.known()?.incidents ?? []).some(
      (each) => isOutage(each) && each.closedAt?.getTime() === at.getTime(),
    );
    // Another instance may have reported it, too; this one's message must be brought to its end first.
    if (wasReported || hasJustEnded) this.lookupIn(LOOKUP_AFTER_INTERVALS);
    else void this.lookForOrphans();
  }

  /** True once the store knows that the outage is over. */
  private async closeInStore(outage: Incident, at: Date): Promise<boolean> {
    const { stateCache, dispatcher, log } = this.deps;
    try {
      const outcome = await storeDecision(stateCache, (state) =>
        this.ended({ ...NOTHING_DECIDED, state }, outage, at),
      );
      dispatcher.wake();
      return outcome !== 'conflict';
    } catch (error) {
      if (!(error instanceof StateUnavailableError))
        log.error({ err: error }, 'failed to store the end of an outage');
      return false;
    }
  }

  /** An instance that reported an outage may have died. Neither the check nor what is to be sent waits for it. */
  private async lookForOrphans(): Promise<void> {
    const { dispatcher, settings, stateCache, clock } = this.deps;
    if (clock.monotonicMs() < this.lookupAtMs) return;
    this.lookupAtMs = Number.POSITIVE_INFINITY;
    const outages = (stateCache.known()?.incidents ?? []).filter(isOutage);
    const over = outages.filter(({ closedAt }) => closedAt !== null);
    const orphan = await dispatcher.findOrphanedOutage(alertChannels(settings()), over);
    const isResolved =
      orphan === null ||
      // One that began meanwhile is this instance's own.
      (orphan !== 'retry later' && this.reported === null && (await this.closeInStore(orphan, clock.now())));
    if (!isResolved) this.lookupIn(RETRY_LOOKUP_AFTER_INTERVALS);
    else if (orphan !== null) this.lookupIn(LOOKUP_AFTER_INTERVALS);
  }

  private lookupIn(intervals: number): void {
    const { clock, settings } = this.deps;
    this.lookupAtMs = clock.monotonicMs() + intervals * settings().checkIntervalMs;
  }
}
