import type { Clock } from '../../lib/clock';
import type { AlertStore, Claim } from '../../storage/alertStore';
import { IN_FLIGHT_WINDOW_MS } from '../retryPolicy';

/** Another copy of the bot has the delivery now. */
export class LeaseLost extends Error {}

/** No call of Slack takes longer than 10 s, and 2 s more for what is around it; then it may land late. In ms. */
const MAX_CALL_MS = 12_000 + IN_FLIGHT_WINDOW_MS;

/** A claim that is held for as long as its delivery takes. */
export class Lease {
  private endsAtMs = 0;

  constructor(
    private readonly alertStore: AlertStore,
    private readonly clock: Clock,
    private readonly id: string,
    private readonly owner: string,
    private readonly leaseMs: number,
  ) {}

  /** Claims the delivery; null when it cannot be had. Throws StateUnavailableError. */
  async take(): Promise<Claim | null> {
    // Counted from before the call, so that it never lasts longer in our eyes than in Redis's.
    const askedAtMs = this.clock.now().getTime();
    const claim = await this.alertStore.claim(this.id, this.owner, this.leaseMs);
    this.endsAtMs = askedAtMs + this.leaseMs;
    return claim;
  }

  /** To be called before each call of Slack: sees to it that the lease outlasts it. Throws LeaseLost. */
  async ensure(): Promise<void> {
    if (this.endsAtMs - this.clock.now().getTime() > MAX_CALL_MS) return;
    if ((await this.take()) === null) throw new LeaseLost(`another copy has ${this.id}`);
  }
}
