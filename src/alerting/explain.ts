import { between } from '../lib/time';
import type { Delivery } from '../notify/model/notification';
import { inPublic, type StoreOutage } from '../redis/errors';
import { DATA_LOSS } from './dataLoss';
import type { Incident, TargetId } from './incidents/incident';
import { blindnessNow } from './observation/gap';
import { RULES } from './rules';
import { titleOf } from './rules/describe';
import type { TargetWhy } from './service';
import type { Known } from './state/alertState';
import { standingOf } from './state/standing';
import type { DecideSettings } from './types';

/** What can be told of a target from what is known alone, without where its messages are and who did what. */
export interface Why
  extends Pick<TargetWhy, 'target' | 'now' | 'standing' | 'sawAt' | 'watchedSince' | 'rules' | 'heldBack'> {
  /** That the traders cannot be seen now; then its own and those of all traders, the newest first. */
  readonly incidents: readonly Incident[];
  /** Its messages that wait to reach Slack. */
  readonly waiting: readonly Delivery[];
}

/** What each rule said of a target, and what was held back, and why; times as ISO 8601, people as `<@U…>`. */
export function whyOf(
  known: Known | null,
  target: TargetId,
  waiting: readonly Delivery[],
  now: Date,
  settings: Pick<DecideSettings, 'blindAfterMs'>,
  storeOutage: StoreOutage | null = null,
): Why {
  const own = known?.targets.find((each) => each.target === target) ?? null;
  const blindness = known && blindnessNow(known, now, settings, storeOutage);
  const incidents = [
    ...(blindness === null ? [] : [blindness]),
    ...(known?.incidents ?? [])
      .filter(
        ({ rule, targets }) =>
          rule === 'blind' || rule === DATA_LOSS || targets.some((each) => each.target === target),
      )
      .sort((a, b) => between(a.openedAt, b.openedAt)),
  ];
  return {
    target,
    now,
    standing: known === null || own === null ? null : standingOf(own, known.incidents, known.sawAt),
    sawAt: known?.sawAt ?? null,
    watchedSince: known?.watchedSince ?? null,
    rules: RULES.flatMap(({ name }) => {
      const said = own?.whys[name];
      return said === undefined ? [] : [{ rule: name, ...said }];
    }),
    incidents,
    heldBack: [
      ...(blindness === null
        ? []
        : [
            storeOutage === null
              ? `Everything: the traders have not been seen since ${blindness.openedAt.toISOString()}, so nothing is judged.`
              : `Everything: ${inPublic(storeOutage)}, so nothing was stored since ${blindness.openedAt.toISOString()}.`,
          ]),
      ...(own?.retired
        ? ['Everything: it was taken off watch on purpose, and stays silent until it is well again.']
        : []),
      ...incidents.flatMap((incident) => heldOf(incident) ?? []),
    ],
    waiting: waiting.filter((delivery) => isAbout(delivery, target, incidents)),
  };
}

function heldOf(incident: Incident): string | null {
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

function isAbout(delivery: Delivery, target: TargetId, incidents: readonly Incident[]): boolean {
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
