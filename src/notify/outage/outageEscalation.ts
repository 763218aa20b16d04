import type { AlertSettings, AlertState, EvaluationResult, Incident } from '../../alerting';
import type { FailedPage } from '../../alerting/escalation/escalateDue';
import { escalateOutage } from '../../alerting/escalation/escalateOutage';
import type { Escalation } from '../../alerting/escalation/escalation';
import { withFailedPage } from '../../alerting/escalation/failedPage';
import type { Clock } from '../../lib/clock';
import type { StateCache } from '../recovery/stateCache';

export interface OutageEscalationDeps {
  readonly stateCache: Pick<StateCache, 'decideLocally'>;
  /** Looks at once for what was decided. */
  readonly dispatcher: { wake(): void };
  readonly clock: Clock;
  readonly settings: () => AlertSettings;
}

/** Pages people about an outage that this instance reports, from memory. */
export class OutageEscalation {
  private of: { readonly outageId: string; readonly escalation: Escalation | undefined } | null = null;

  constructor(private readonly deps: OutageEscalationDeps) {}

  /** Takes the step that is due. Where that cannot be kept in memory, it is taken later. */
  step(outage: Incident, now: Date): void {
    const { stateCache, dispatcher, settings } = this.deps;
    const decided = stateCache.decideLocally((known) => {
      const { escalation, result } = escalateOutage(known, this.escalated(outage), now, settings());
      this.of = { outageId: outage.id, escalation };
      return result;
    }, now);
    if (decided) dispatcher.wake();
  }

  /** A page could not be sent: the next step is due with the next check. */
  failed({ incidentId, n, code, inDoubt }: FailedPage): void {
    const { outageId, escalation } = this.of ?? {};
    if (outageId !== incidentId || escalation === undefined) return;
    const mayFollow = escalation.pages.at(-1)?.n === n;
    const given = { now: this.deps.clock.now(), mayFollow, mayBeginAnew: true };
    this.of = { outageId, escalation: withFailedPage(escalation, { n, code, inDoubt }, given).escalation };
  }

  /** What follows from the end of the outage, in which webhooks are told that it is over; null for nothing. */
  endOf(known: AlertState, outage: Incident, at: Date): EvaluationResult | null {
    if (this.of?.outageId !== outage.id) return null;
    const over: Incident = { ...this.escalated(outage), state: 'recovered', closedAt: at };
    return escalateOutage(known, over, at, this.deps.settings()).result;
  }

  private escalated(outage: Incident): Incident {
    const escalation = this.of?.outageId === outage.id ? this.of.escalation : undefined;
    return { ...outage, ...(escalation && { escalation }) };
  }
}
