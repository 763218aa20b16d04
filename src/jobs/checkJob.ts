import {
  type AlertSettings,
  currentOutage,
  evaluate,
  type Incident,
  isOutage,
  type Observation,
  type Observed,
  outageSinceStartup,
} from '../alerting';
import type { Clock } from '../lib/clock';
import type { Logger } from '../lib/logger';
import type { Notification } from '../notify/model/notification';
import type { OrphanedOutage } from '../notify/outage/orphanedOutages';
import type { LoadedState, StateCache } from '../notify/recovery/stateCache';
import { StateUnavailableError, type StoreOutage } from '../redis/errors';
import type { StoreStatus } from '../storage/storeStatus';

/** What a watcher asks of the dispatcher. */
export interface OutageNotifications {
  /** Something waits to be sent. */
  wake(): void;
  /** Tells of an outage from memory, since there is no store while it lasts. */
  tellOutage(incident: Incident, channel: string): Promise<void>;
  /** This copy sees, and has stored that: what it has not told of an outage yet is told from the store. */
  seesAgain(): void;
  /**
   * The outage that a copy told of and did not end, such as one that died; null when none is known of. What is known
   * to be over is told so where it still stands as lasting, and removed where an earlier message tells so.
   */
  outageLeftOpen(channel: string, over: readonly Incident[]): Promise<OrphanedOutage>;
}

export interface CheckJobOptions {
  readonly look: () => Promise<Observation>;
  readonly stateCache: StateCache;
  readonly dispatcher: OutageNotifications;
  readonly clock: Clock;
  readonly log: Logger;
  readonly settings: AlertSettings;
  /** Where what is decided is stored; in the traders' Redis, unless given. */
  readonly store?: Pick<StoreStatus, 'isSeparate' | 'attest' | 'evictingPolicy'>;
}

/** What came of a check: `decided`; `beaten` by another copy, which saw the same; or `blind`. */
export type CheckOutcome = 'committed' | 'conflict' | 'unavailable';

/** One copy's part in watching: sees, decides, and stores what follows in one step. */
export class CheckJob {
  /** The outage that was told of from memory, until it is stored that it has ended. */
  private notifiedOutage: Incident | null = null;
  /** The same of a copy that may have died: looked for when this one sees for the first time, and after each outage. */
  private leftOpen: Incident | null = null;
  /** In how many checks it is looked for; null for not any more. */
  private looksBackIn: number | null = 0;
  private decisions = 0;
  private checking: Promise<CheckOutcome> | null = null;
  private decidedAtMs = Number.NEGATIVE_INFINITY;
  private observedAt: Date | null = null;
  private hasWarned = false;
  private readonly startedAt: Date;

  constructor(private readonly deps: CheckJobOptions) {
    this.startedAt = deps.clock.now();
  }

  /**
   * One check; joins the one that is under way. The store is read before the traders are looked at: else another copy's
   * newer sight could be taken for what came before an older one, and an event told twice. Never rejects for a Redis that
   * is away: that is being blind. A fault of our own is being blind, too, and rejects besides. Somebody who pressed a
   * button meanwhile has seen nothing of the traders: then it is decided anew from what was pressed. So it is for what
   * this copy alone can end, or remembers.
   */
  check(): Promise<CheckOutcome> {
    this.checking ??= this.checkOnce().finally(() => {
      this.checking = null;
    });
    return this.checking;
  }

  /**
   * Stores anew by a check what the store has lost, if it has, whenever the next check is due: until then what is older
   * would be told. Throws StateUnavailableError.
   */
  async meetOlderData(): Promise<void> {
    const { restored } = await this.deps.stateCache.load();
    if (restored !== null) await this.check();
  }

  private async checkOnce(): Promise<CheckOutcome> {
    const { look, clock, stateCache } = this.deps;
    try {
      let recalled = await stateCache.load();
      const seen = await look();
      if (seen.kind === 'unavailable') return this.blind(seen.at);
      await this.deps.store?.attest();
      for (let tried = 1; ; tried += 1) {
        const outcome = await this.decided(seen, recalled);
        if (outcome !== 'conflict' || tried === TRIES) return this.hasSeen(seen, outcome);
        const before = recalled;
        recalled = await stateCache.load();
        const hasToStore =
          this.notifiedOutage !== null || this.leftOpen !== null || recalled.restored !== null;
        if (wasObservedBetween(before, recalled) && !hasToStore) return this.hasSeen(seen, 'conflict');
      }
    } catch (error) {
      const outage = error instanceof StateUnavailableError ? error.storeOutage : null;
      this.blind(clock.now(), outage !== null && (await this.canRead()) ? outage : null);
      if (error instanceof StateUnavailableError) return 'unavailable';
      throw error;
    }
  }

  /** Whether the traders can be read, though nothing can be stored. */
  private async canRead(): Promise<boolean> {
    const { kind } = await this.deps.look().catch(() => ({ kind: 'unavailable' }));
    return kind === 'observed';
  }

  private hasSeen({ at }: Observed, outcome: CheckOutcome): CheckOutcome {
    this.observedAt = at;
    return outcome;
  }

  /** A copy that was held up may have missed what another told, and Redis lost, in the meantime. */
  private noticePause(): void {
    const { clock, settings } = this.deps;
    const now = clock.monotonicMs();
    if (now - this.decidedAtMs > 1.5 * settings.checkIntervalMs) this.decisions = 0;
    this.decidedAtMs = now;
  }

  private async decided(seen: Observed, recalled: LoadedState): Promise<CheckOutcome> {
    const { stateCache, settings, log, dispatcher } = this.deps;
    this.noticePause();
    // From what was lost, or from older data, more may follow in the next checks that was told already.
    const isFromMemory = recalled.restored !== null;
    if (isFromMemory || recalled.isAfterLoss) this.decisions = 0;
    const notifiedOutage = this.notifiedOutage ?? this.leftOpen;
    // A store of its own that loses data takes nothing of the traders' with it.
    const isAfterLoss = recalled.isAfterLoss && this.deps.store?.isSeparate !== true;
    const storeEviction = await this.storeEviction();
    const decision = evaluate(
      recalled.known,
      {
        ...seen,
        storeEviction,
        lastObservedByThisInstance: isFromMemory ? null : this.observedAt,
        notifiedOutage,
        afterDataLoss: isAfterLoss,
      },
      settings,
    );
    const isInDoubt = this.decisions < VERIFY_FIRST_CHECKS;
    if (!(await stateCache.commit(decision, recalled, { isInDoubt, isOfCheck: true }))) return 'conflict';
    this.decisions += 1;
    dispatcher.seesAgain();
    if (notifiedOutage === this.leftOpen) this.leftOpen = null;
    this.notifiedOutage = null;
    // Another copy may have told of it, too; this one's message must be brought to its end first.
    if (notifiedOutage !== null || decision.notifications.some(isOfOutage)) this.looksBackIn = 1;
    else this.lookBack();
    for (const line of decision.logLines) log.info(line);
    dispatcher.wake();
    return 'committed';
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

  /** Nothing waits for it: it takes a call of Slack. */
  private lookBack(): void {
    const { dispatcher, settings, stateCache } = this.deps;
    if (this.looksBackIn === null) return;
    this.looksBackIn -= 1;
    if (this.looksBackIn >= 0) return;
    this.looksBackIn = null;
    const over = (stateCache.known()?.incidents ?? []).filter(
      (each) => isOutage(each) && each.closedAt !== null,
    );
    void dispatcher.outageLeftOpen(settings.channel, over).then((incident) => {
      if (incident === 'not now') this.looksBackIn = LOOKS_AGAIN_IN;
      else this.leftOpen = incident;
    });
  }

  /** Tells of it, if it has lasted long enough; of one outage always as it was told first. */
  private blind(now: Date, storeOutage: StoreOutage | null = null): CheckOutcome {
    const { dispatcher, settings, stateCache } = this.deps;
    const known = stateCache.known();
    const outage =
      known === null
        ? outageSinceStartup(this.startedAt, now, settings)
        : currentOutage(known, now, settings);
    this.notifiedOutage ??= outage && { ...outage, ...(storeOutage && { storeOutage }) };
    if (this.notifiedOutage !== null) void dispatcher.tellOutage(this.notifiedOutage, settings.channel);
    return 'unavailable';
  }
}

const EVICTS =
  'Redis evicts keys of any kind when its memory is full, and may evict what the bot keeps: set STORE_REDIS_URL, or its maxmemory-policy to noeviction or volatile-lru';

const isOfOutage = (delivery: Notification): boolean =>
  delivery.kind === 'incident' && isOutage(delivery.incident);

/** In so many checks it is looked back again, where that could not be done. */
const LOOKS_AGAIN_IN = 10;

/** What follows from the first sights of a copy, or the first after a pause or a loss, is looked up before it is sent. */
const VERIFY_FIRST_CHECKS = 10;

/** A decision that lost to people's is made anew so many times in all. */
const TRIES = 8;

/** Whether another copy's check was stored between the two, or something that cannot be told. */
function wasObservedBetween(before: LoadedState, after: LoadedState): boolean {
  const [was, is] = [before, after].map(({ stored }) => stored.known?.observedAt);
  return !was || !is || was.getTime() !== is.getTime();
}
