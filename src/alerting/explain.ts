import { msBetween } from '../lib/time';
import type { Notification } from '../notify/model/notification';
import { inPublic, type StoreOutage } from '../redis/errors';
import { DATA_LOSS } from './dataLoss';
import type { Incident, TargetId } from './incidents/incident';
import { currentOutage, isOutage } from './observation/gap';
import { RULES } from './rules';
import { titleOf } from './rules/describe';
import type { TargetExplanation } from './service';
import type { AlertState } from './state/alertState';
import { standingOf } from './state/standing';
import type { AlertSettings } from './types';

/** What can be told of a target from what is known alone, without where its messages are and who did what. */
export interface Explanation
  extends Pick<
    TargetExplanation,
    'target' | 'now' | 'standing' | 'observedAt' | 'continuousSince' | 'rules' | 'suppressed'
  > {
  /** That the traders cannot be seen now; then its own and those of all traders, the newest first. */
  readonly incidents: readonly Incident[];
  /** Its messages that wait to reach Slack. */
  readonly pending: readonly Notification[];
}

/** What each rule said of a target, and what was held back, and why; times as ISO 8601, people as `<@U…>`. */
export function explainTarget(
  known: AlertState | null,
  target: TargetId,
  waiting: readonly Notification[],
  now: Date,
  settings: Pick<AlertSettings, 'outageAfterMs'>,
  storeOutage: StoreOutage | null = null,
): Explanation {
  const own = known?.targets.find((each) => each.target === target) ?? null;
  const outage = known && currentOutage(known, now, settings, storeOutage);
  const incidents = [
    ...(outage === null ? [] : [outage]),
    ...(known?.incidents ?? [])
      .filter(
        ({ rule, targets }) =>
          isOutage({ rule }) || rule === DATA_LOSS || targets.some((each) => each.target === target),
      )
      .sort((a, b) => msBetween(a.openedAt, b.openedAt)),
  ];
  return {
    target,
    now,
    standing: known === null || own === null ? null : standingOf(own, known.incidents, known.observedAt),
    observedAt: known?.observedAt ?? null,
    continuousSince: known?.continuousSince ?? null,
    rules: RULES.flatMap(({ name }) => {
      const said = own?.reasons[name];
      return said === undefined ? [] : [{ rule: name, at: own?.judgedAt ?? now, reason: said }];
    }),
    incidents,
    suppressed: [
      ...(outage === null
        ? []
        : [
            storeOutage === null
              ? `Everything: the traders have not been seen since ${outage.openedAt.toISOString()}, so nothing is judged.`
              : `Everything: ${inPublic(storeOutage)}, so nothing was stored since ${outage.openedAt.toISOString()}.`,
          ]),
      ...(own?.muted
        ? ['Everything: it was taken off watch on purpose, and stays silent until it is well again.']
        : []),
      ...incidents.flatMap((incident) => suppressionReason(incident) ?? []),
    ],
    pending: waiting.filter((delivery) => concerns(delivery, target, incidents)),
  };
}

function suppressionReason(incident: Incident): string | null {
  const { state, acknowledgedBy, snoozedUntil, snoozedBy, nextReminderAt } = incident;
  switch (state) {
    case 'acknowledged':
      return `Reminders of ${nameOf(incident)}: it was acknowledged${by(acknowledgedBy)}.`;
    case 'snoozed': {
      const until = snoozedUntil === null ? '' : ` until ${snoozedUntil.toISOString()}`;
      return `Reminders of ${nameOf(incident)}: it was snoozed${by(snoozedBy)}${until}.`;
    }
    case 'open':
      return (
        nextReminderAt &&
        `Reminders of ${nameOf(incident)}: the next comes ${nextReminderAt.toISOString()}, if nobody acknowledges it before.`
      );
    default:
      return null;
  }
}

/** `"No heartbeat"`: a target may have several alerts. */
const nameOf = (incident: Incident): string => `"${titleOf(incident)}"`;

const by = (userId: string | null): string => (userId === null ? '' : ` by <@${userId}>`);

function concerns(delivery: Notification, target: TargetId, incidents: readonly Incident[]): boolean {
  switch (delivery.kind) {
    case 'incident':
      return incidents.some(({ id }) => id === delivery.incident.id);
    case 'note':
      return incidents.some(({ id }) => id === delivery.incidentId);
    case 'event':
      return delivery.event.target === target;
    case 'digest':
      return false;
  }
}
