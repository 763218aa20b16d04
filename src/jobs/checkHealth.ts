import type { DroppedNotification } from '../alerting/undelivered/dropped';
import type { Clock } from '../lib/clock';
import type { DeliveryHealth } from '../notify/dispatcher';
import type { CheckOutcome } from './checkJob';

export interface CheckHealthOptions {
  readonly clock: Clock;
  readonly checkIntervalMs: () => number;
  /** The last observation that is stored, by whichever instance; null before the first. */
  readonly lastStoredObservation: () => Date | null;
  readonly delivery: () => DeliveryHealth;
  /** That Redis keeps losing its data, in words; null while it does not. */
  readonly dataLoss: () => string | null;
  /** Why changes are not noticed at once, as a clause; null where they are, and unless given. */
  readonly inputs?: () => string | null;
  /** What was given up; none unless given. */
  readonly dropped?: () => readonly DroppedNotification[];
}

export interface Ready {
  readonly ready: boolean;
  readonly detail: string;
}

/** What waits longer for Slack is overdue, in ms. */
const OVERDUE_MS = 300_000;

/** How long a critical alert that was given up keeps the bot from being ready, in ms. */
const DROPPED_SHOWN_MS = 3_600_000;

/** Whether the bot does its work: when it last read, decided and stored, and whether anything is overdue in Slack. */
export class CheckHealth {
  private readonly startedAtMs: number;
  private lastAtMs: number | null = null;

  constructor(private readonly deps: CheckHealthOptions) {
    this.startedAtMs = deps.clock.monotonicMs();
  }

  /**
   * Records a check. True when it succeeded: the traders were read, and what follows was stored. A conflict counts where
   * the stored observation is recent: then another instance stores them.
   */
  record(outcome: CheckOutcome): boolean {
    const isSuccess = outcome === 'committed' || (outcome === 'conflict' && this.isStoredByAnother());
    if (isSuccess) this.lastAtMs = this.deps.clock.monotonicMs();
    return isSuccess;
  }

  /** How long ago the last successful check was, or, where there was none, the start; in ms. */
  ageMs(): number {
    return this.deps.clock.monotonicMs() - (this.lastAtMs ?? this.startedAtMs);
  }

  checkReadiness(): Ready {
    const age = `${Math.round(this.ageMs() / 1000)} s`;
    if (this.lastAtMs === null)
      return { ready: false, detail: `no successful check yet, ${age} after the start` };
    const maxAgeMs = this.maxAgeMs();
    const isRecent = this.ageMs() <= maxAgeMs;
    const tooOld = isRecent ? '' : `, which is more than ${maxAgeMs / 1000} s`;
    const dataLoss = this.deps.dataLoss();
    const lost = dataLoss === null ? '' : `; ${dataLoss}`;
    const inputs = this.deps.inputs?.() ?? null;
    const notTracked = inputs === null ? '' : `; ${inputs}`;
    return {
      ready: isRecent && dataLoss === null,
      detail: `the last successful check was ${age} ago${tooOld}${lost}${notTracked}`,
    };
  }

  /** Whether notifications reach Slack; it says nothing of what they are, since that names sessions. */
  deliveryReadiness(): Ready {
    const { pending, oldest, faults, pageFaults, historyDenied, undecodable, storeUnavailable } =
      this.deps.delivery();
    const critical = this.criticalDropped();
    const waits = oldest === null ? [] : [`the oldest for ${Math.round(oldest.ageMs / 1000)} s`];
    const details = [
      ...(critical.length > 0 ? [`NOT DELIVERED: ${critical.length} critical, see /arb-alerts`] : []),
      ...faults.map(
        ({ channel, code, since }) =>
          `Slack refuses ${channel ?? "the bot's token"} (${code}) since ${since.toISOString()}`,
      ),
      ...pageFaults.map(
        ({ via, code, since }) =>
          `cannot page ${'dm' in via ? via.dm : `the webhook ${via.webhook}`} (${code}) since ${since.toISOString()}`,
      ),
      pending === 0
        ? 'nothing waits'
        : [`${pending} ${pending === 1 ? 'waits' : 'wait'}`, ...waits].join(', '),
      ...(undecodable.length > 0 ? [`${undecodable.length} cannot be read by this version`] : []),
      ...(historyDenied === null ? [] : [`sent messages cannot be looked up (${historyDenied})`]),
      ...(storeUnavailable ? ['as of when Redis last answered'] : []),
    ];
    const ready = faults.length === 0 && critical.length === 0 && !this.isOverdue();
    return { ready, detail: details.join('; ') };
  }

  /** True when everything that had to reach Slack has, or has not waited long, as seen a short while ago. */
  isDeliveryHealthy(): boolean {
    const { storeUnavailable, refreshedAt } = this.deps.delivery();
    return (
      !storeUnavailable && refreshedAt !== null && this.since(refreshedAt) <= OVERDUE_MS && !this.isOverdue()
    );
  }

  /** Critical alerts that the bot itself gave up a short while ago: they hold readiness for that long, and not for ever. */
  private criticalDropped(): readonly DroppedNotification[] {
    const dropped = this.deps.dropped?.() ?? [];
    return dropped.filter(
      ({ isCritical, by, droppedAt }) =>
        isCritical && by === null && this.since(droppedAt) < DROPPED_SHOWN_MS,
    );
  }

  private isOverdue(): boolean {
    const { oldest } = this.deps.delivery();
    return oldest !== null && oldest.ageMs > OVERDUE_MS;
  }

  private isStoredByAnother(): boolean {
    const observedAt = this.deps.lastStoredObservation();
    return observedAt !== null && this.since(observedAt) <= this.maxAgeMs();
  }

  private maxAgeMs(): number {
    return 3 * this.deps.checkIntervalMs() + 10_000;
  }

  private since(date: Date): number {
    return Math.max(0, this.deps.clock.now().getTime() - date.getTime());
  }
}
