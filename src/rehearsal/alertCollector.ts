import type { EvaluationResult, Incident, Severity } from '../alerting';
import { isOutage } from '../alerting/observation/gap';
import type { HistoryGap } from '../history/model/gap';
import { addMs, earlier } from '../lib/time';
import type { IncidentNotification, Notification } from '../notify/model/notification';
import type { TargetId } from '../state/keys';

/** An alert that people would have received. */
export interface RehearsedAlert {
  readonly rule: string;
  readonly kind: 'incident' | 'event';
  /** Those that it is about; none for an outage of the monitoring. */
  readonly targets: readonly TargetId[];
  readonly severity: Severity;
  /** When it would have been received. */
  readonly at: Date;
  /** When it would have been over; null while it lasts, and for an event. */
  readonly closedAt: Date | null;
  /** What it was about: targets with when they began to be bad, or an event's own name. Two alerts with the same cause are about the same. */
  readonly causes: readonly string[];
}

/** Gathers what the checks of a rehearsal would have sent. */
export class AlertCollector {
  private readonly byId = new Map<string, RehearsedAlert>();
  /** When something would have appeared in the channel, in epoch ms. */
  private readonly postedMs: number[] = [];

  constructor(private readonly outageAfterMs: number) {}

  /** `reason`: why nobody watched just before, where nobody did. */
  add(
    { notifications }: Pick<EvaluationResult, 'notifications'>,
    now: Date,
    reason: HistoryGap['reason'] | null,
  ): void {
    // The checks were made, and there was no outage.
    const isKept = (each: Notification) =>
      reason !== 'not_recorded' || each.kind !== 'incident' || !isOutage(each.incident);
    for (const notification of notifications.filter(isKept)) {
      if (notification.kind === 'incident') this.addIncident(notification, now, reason);
      else if (notification.kind === 'event') this.addEvent(notification, now);
      else if (
        notification.kind === 'silence' ||
        (notification.kind === 'note' && notification.replyBroadcast)
      )
        this.postedMs.push(now.getTime());
    }
  }

  /** Those that were still open at the end are closed, or not. */
  close(incidents: readonly Incident[]): void {
    for (const incident of incidents) {
      const known = this.byId.get(incident.id);
      if (known !== undefined) this.byId.set(incident.id, updated(known, incident));
    }
  }

  /** In the order in which they would have come. */
  get alerts(): readonly RehearsedAlert[] {
    return [...this.byId.values()].sort((a, b) => a.at.getTime() - b.at.getTime());
  }

  /** How many messages the channel would have had since then: alerts, and what was said of them there. */
  messagesSince(from: Date): number {
    const ms = from.getTime();
    const others = this.postedMs.filter((at) => at >= ms).length;
    return others + this.alerts.filter(({ at }) => at >= from).length;
  }

  private addIncident(
    { incident }: IncidentNotification,
    now: Date,
    reason: HistoryGap['reason'] | null,
  ): void {
    const known = this.byId.get(incident.id);
    // Redis away, it is reported while that lasts; once the bot is back, where that was down.
    const at =
      isOutage(incident) && reason === 'redis_unavailable'
        ? earlier(now, addMs(incident.openedAt, this.outageAfterMs))
        : now;
    const fresh = { rule: incident.rule, kind: 'incident' as const, at, targets: [], causes: [] };
    this.byId.set(
      incident.id,
      updated(known ?? { ...fresh, severity: incident.severity, closedAt: null }, incident),
    );
  }

  private addEvent({ id, event }: Extract<Notification, { kind: 'event' }>, now: Date): void {
    const { rule, target, severity } = event;
    this.byId.set(id, {
      ...{ rule, kind: 'event', targets: [target], severity, at: now, closedAt: null },
      causes: [id],
    });
  }
}

function updated(known: RehearsedAlert, { targets, severity, closedAt, openedAt }: Incident): RehearsedAlert {
  const causes = targets.map(({ target, startedAt }) => `${target} ${startedAt.getTime()}`);
  return {
    ...known,
    severity,
    closedAt,
    targets: [...new Set([...known.targets, ...targets.map(({ target }) => target)])],
    causes: [...new Set([...known.causes, ...(targets.length === 0 ? [`${openedAt.getTime()}`] : causes)])],
  };
}
