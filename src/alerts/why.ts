import type { Delivery } from '../delivery/delivery';
import type { DecideSettings } from './decision';
import type { Incident, TargetId } from './incident';
import type { Known } from './known';
import { RULES } from './rules';
import { between } from './values';

/** What is known of a target, what each rule said of it, and what was sent or held back, and why. */
export interface Why {
  readonly target: TargetId;
  /** When the traders were last seen, and since when without a gap; null when never. */
  readonly sawAt: Date | null;
  readonly watchedSince: Date | null;
  /** Each rule's last reason; null for a rule that is off, or has not been asked yet. */
  readonly rules: readonly {
    readonly rule: string;
    readonly said: { readonly at: Date; readonly why: string } | null;
  }[];
  /** The incidents it is or was in, the newest first. */
  readonly incidents: readonly Incident[];
  /** What keeps messages about it from being sent. */
  readonly held: readonly Held[];
  /** Its messages that wait to reach Slack. */
  readonly waiting: readonly Delivery[];
}

export type Held =
  /** Nothing is seen, so nothing is judged. */
  | { readonly because: 'blind'; readonly since: Date }
  /** Retired on purpose: silent until it is well. */
  | { readonly because: 'retired' }
  /** There are no reminders of this incident. */
  | { readonly because: 'acknowledged'; readonly incidentId: string; readonly by: string | null }
  | {
      readonly because: 'snoozed';
      readonly incidentId: string;
      readonly until: Date | null;
      readonly by: string | null;
    }
  /** Open: the next reminder is due then. */
  | { readonly because: 'remindedLater'; readonly incidentId: string; readonly at: Date };

/** What `/arb-alerts why` shows of a target, as data. */
export function whyOf(
  known: Known | null,
  target: TargetId,
  waiting: readonly Delivery[],
  now: Date,
  settings: Pick<DecideSettings, 'blindAfterMs'>,
): Why {
  const own = known?.targets.find((each) => each.target === target) ?? null;
  const incidents = (known?.incidents ?? [])
    .filter(({ targets }) => targets.some((each) => each.target === target))
    .sort((a, b) => between(a.openedAt, b.openedAt));
  const isBlind = known !== null && between(known.sawAt, now) > settings.blindAfterMs;
  return {
    target,
    sawAt: known?.sawAt ?? null,
    watchedSince: known?.watchedSince ?? null,
    rules: RULES.map(({ name }) => ({ rule: name, said: own?.whys[name] ?? null })),
    incidents,
    held: [
      ...(isBlind ? [{ because: 'blind', since: known.sawAt } as const] : []),
      ...(own?.retired ? [{ because: 'retired' } as const] : []),
      ...incidents.flatMap(heldOf),
    ],
    waiting: waiting.filter((delivery) => isAbout(delivery, target, incidents)),
  };
}

function heldOf({ id, state, acknowledgedBy, snoozedUntil, snoozedBy, nextReminderAt }: Incident): Held[] {
  switch (state) {
    case 'acknowledged':
      return [{ because: 'acknowledged', incidentId: id, by: acknowledgedBy }];
    case 'snoozed':
      return [{ because: 'snoozed', incidentId: id, until: snoozedUntil, by: snoozedBy }];
    case 'open':
      return nextReminderAt === null
        ? []
        : [{ because: 'remindedLater', incidentId: id, at: nextReminderAt }];
    default:
      return [];
  }
}

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
