import type { Clock } from '../../lib/clock';
import type { Claim, Outbox } from '../../storage/alertStore';
import { IN_FLIGHT_WINDOW_MS } from '../retryPolicy';

/** Another instance has the notification now. */
export class LeaseLost extends Error {}

/** No call of Slack takes longer than 10 s, and 2 s more for what is around it; then it may be carried out late. In ms. */
const MAX_CALL_MS = 12_000 + IN_FLIGHT_WINDOW_MS;

/** A claim that is held for as long as its notification takes. */
export class Lease {
  private endsAtMs = 0;

  constructor(
    private readonly outbox: Outbox,
    private readonly clock: Clock,
    private readonly instanceId: string,
    private readonly leaseMs: number,
    private readonly id: string,
    private readonly incidentId: string | null,
  ) {}

  /** Claims the notification; null when it cannot be had. Throws StateUnavailableError. */
  async acquire(): Promise<Claim | null> {
    // Counted from before the call, so that it never lasts longer here than it does in Redis.
    const askedAtMs = this.clock.monotonicMs();
    const claim = await this.outbox.claim(this.id, this.instanceId, this.leaseMs, this.incidentId);
    this.endsAtMs = askedAtMs + this.leaseMs;
    return claim;
  }

  /** Called before each call of Slack: sees to it that the lease outlasts it. Throws LeaseLost. */
  async renewIfNeeded(): Promise<void> {
    if (this.endsAtMs - this.clock.monotonicMs() > MAX_CALL_MS) return;
    if ((await this.acquire()) === null) throw new LeaseLost(`another instance has ${this.id}`);
  }
}
