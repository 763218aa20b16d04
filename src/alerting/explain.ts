import { msBetween } from '../lib/time';
import type { Notification } from '../notify/model/notification';
import type { StoreOutage } from '../redis/errors';
import { DATA_LOSS } from './dataLoss';
import type { Incident, TargetId } from './incidents/incident';
import { currentOutage, isOutage } from './observation/gap';
import { ruleModeOf } from './ruleSettings/ruleMode';
import { RULES } from './rules';
import type { TargetExplanation } from './service';
import { silencesOf } from './silences/targetSilence';
import type { AlertState } from './state/alertState';
import { standingOf } from './state/standing';
import type { AlertSettings } from './types';

/** What is known of a target from what is known alone, without where its messages are and who did what. */
export interface Explanation
  extends Pick<
    TargetExplanation,
    'target' | 'now' | 'standing' | 'observedAt' | 'continuousSince' | 'rules' | 'rulesOff' | 'suppressed'
  > {
  /** That the traders cannot be seen now; then its own and those of all traders, the newest first. */
  readonly incidents: readonly Incident[];
  /** Its messages that wait to reach Slack. */
  readonly pending: readonly Notification[];
}

/** What each rule said of a target, and what was not sent, and why. */
export function explainTarget(
  known: AlertState | null,
  target: TargetId,
  waiting: readonly Notification[],
  now: Date,
  settings: Pick<AlertSettings, 'outageAfterMs' | 'rules'>,
  storeOutage: StoreOutage | null = null,
  /** The last observation that is stored. */
  storedAt: Date | undefined = known?.observedAt,
): Explanation {
  const own = known?.targets.find((each) => each.target === target) ?? null;
  const outage =
    known && storedAt ? currentOutage({ ...known, observedAt: storedAt }, now, settings, storeOutage) : null;
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
    standing:
      known === null || own === null
        ? null
        : standingOf(own, known.incidents, known.observedAt, known.silences),
    observedAt: known?.observedAt ?? null,
    continuousSince: known?.continuousSince ?? null,
    rules: RULES.flatMap(({ name }) => {
      const said = own?.reasons[name];
      return said === undefined ? [] : [{ rule: name, at: own?.evaluatedAt ?? now, reason: said }];
    }),
    rulesOff: RULES.map(({ name }) => name).filter(
      (name) => ruleModeOf(settings.rules, name, target) === 'off',
    ),
    incidents,
    suppressed: [
      ...(outage === null ? [] : [{ kind: 'outage', incident: outage } as const]),
      ...(own?.muted ? [{ kind: 'muted' } as const] : []),
      ...silencesOf(known?.silences ?? [], target, now).map(
        (silence) => ({ kind: 'silence', silence }) as const,
      ),
      ...incidents.filter(hasNoReminderNow).map((incident) => ({ kind: 'reminders', incident }) as const),
    ],
    pending: waiting.filter((delivery) => concerns(delivery, target, incidents)),
  };
}

/** Somebody has it, or the next reminder is not due yet. */
const hasNoReminderNow = ({ state, nextReminderAt, hold }: Incident): boolean =>
  (hold !== undefined && state === 'open') ||
  state === 'acknowledged' ||
  state === 'snoozed' ||
  (state === 'open' && nextReminderAt !== null);

function concerns(delivery: Notification, target: TargetId, incidents: readonly Incident[]): boolean {
  switch (delivery.kind) {
    case 'incident':
    case 'page':
      return incidents.some(({ id }) => id === delivery.incident.id);
    case 'note':
      return incidents.some(({ id }) => id === delivery.incidentId);
    case 'event':
      return delivery.event.target === target;
    case 'silence':
    case 'configuration':
    case 'digest':
      return false;
  }
}
