import type { AlertSettings } from '../../alerting';
import type { Clock } from '../../lib/clock';

/**
 * What follows from the first checks of an instance, or the first after a pause or a loss, is verified before it is sent: those
 * of the interval in which it stored something first, and of the nine after that.
 */
const VERIFY_FOR_INTERVALS = 9.5;

/** Whether what follows from a check may have been sent already: by another instance, or by this one before it was started. */
export class Doubt {
  /** When something was stored first since the doubt began; null before. */
  private firstStoredMs: number | null = null;
  private evaluatedAtMs = Number.NEGATIVE_INFINITY;

  constructor(private readonly clock: Pick<Clock, 'monotonicMs'>) {}

  /**
   * Takes note of a check. An instance that was paused may have missed what another sent, and Redis lost, in the meantime.
   * `isAfterLoss`: what it is evaluated from was lost, or is older.
   */
  onEvaluate(isAfterLoss: boolean, { checkIntervalMs }: Pick<AlertSettings, 'checkIntervalMs'>): void {
    const nowMs = this.clock.monotonicMs();
    const wasPaused = nowMs - this.evaluatedAtMs > 1.5 * checkIntervalMs;
    this.evaluatedAtMs = nowMs;
    if (wasPaused || isAfterLoss) this.firstStoredMs = null;
  }

  onStored(): void {
    this.firstStoredMs ??= this.clock.monotonicMs();
  }

  isInDoubt({ checkIntervalMs }: Pick<AlertSettings, 'checkIntervalMs'>): boolean {
    const sinceMs = this.firstStoredMs === null ? 0 : this.clock.monotonicMs() - this.firstStoredMs;
    return sinceMs < VERIFY_FOR_INTERVALS * checkIntervalMs;
  }
}
