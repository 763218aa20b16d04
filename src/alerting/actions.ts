import { addMs } from '../lib/time';
import { auditEntry } from './auditLog';
import { DATA_LOSS } from './dataLoss';
import { isDrill } from './drill/drill';
import { endDrill } from './drill/endDrill';
import { NOTHING_DECIDED } from './evaluation/nothingDecided';
import { isUnstable } from './flapping/relapse';
import type { ActionSummary, AffectedTarget, Incident } from './incidents/incident';
import { eventNotification } from './incidents/notificationIds';
import { addressOf, notifiedChange } from './routing/address';
import { noHeartbeat } from './rules/noHeartbeat';
import type { Severity } from './severity/severity';
import type { AlertState, TargetRecord } from './state/alertState';
import type { Action, AlertSettings, ApplyAction, AuditAction, EvaluationResult, Refusal } from './types';

/**
 * What a person does about an incident:
 *
 * 1. Acknowledged: somebody sees to it, and there are no more reminders.
 * 2. Snoozed until some time: quiet until then; if it is still bad then, it is open again.
 * 3. No longer snoozed: open again, with reminders.
 * 4. Muted: its targets that are bad are not watched any more until they are well again, which closes it; unstable ones
 *    until they are stable, whether they are bad just now or not.
 * 5. Heartbeat released: no heartbeat is expected of its targets any more, until one comes; the portfolio alone decides.
 *
 * A drill can only be acknowledged, which ends it. Nothing is done about an incident that is over, and nothing that is done already.
 */
export const applyAction: ApplyAction = (known, action, now, settings) => {
  const incident = known.incidents.find(({ id }) => id === action.incidentId);
  if (incident === undefined) return { refused: { kind: 'unknown' } };
  const refused = rejectReason(incident, action, now);
  if (refused !== null) return { refused };
  const note = { kind: 'acted', userId: action.userId, action: summaryOf(action) } as const;
  const acted = transition(incident, action, now, settings);
  const change = isDrill(incident)
    ? endDrill({ incident: acted, notes: [] }, 'acknowledged', now)
    : { incident: acted, notes: [{ note, replyBroadcast: false }] };
  const notified = notifiedChange(incident, change, { settings, duty: known.duty, detectedAt: now });
  return {
    state: {
      ...known,
      targets: targetsAfter(known, incident, action, now),
      incidents: known.incidents.map((each) => (each === incident ? notified.incident : each)),
    },
    notifications: notified.notifications,
    cancelled: notified.cancelled,
    audit: [auditEntry(incident, now, action.userId, summaryOf(action)), ...notified.audit],
    logLines: [],
    expiredIncidents: [],
  };
};

function rejectReason(
  { rule, state, closedAt, acknowledgedBy }: Incident,
  action: Action,
  now: Date,
): Refusal | null {
  if (closedAt !== null)
    return { kind: 'closed', how: state === 'muted' || state === 'closed' ? state : 'recovered', closedAt };
  if (isDrill({ rule }) && action.kind !== 'acknowledge') return { kind: 'not_for_drill' };
  if (action.kind === 'acknowledge' && state === 'acknowledged')
    return { kind: 'already_acknowledged', by: acknowledgedBy, isYou: acknowledgedBy === action.userId };
  if (action.kind === 'snooze' && action.until <= now) return { kind: 'in_the_past', until: action.until };
  if (action.kind === 'release_heartbeat' && rule !== noHeartbeat.name)
    return { kind: 'not_about_heartbeat' };
  if (action.kind === 'mute' && rule === DATA_LOSS) return { kind: 'not_mutable' };
  if (action.kind === 'unsnooze' && state !== 'snoozed') return { kind: 'not_snoozed' };
  return null;
}

const summaryOf = (action: Action): ActionSummary =>
  action.kind === 'snooze' ? { kind: 'snooze', until: action.until } : { kind: action.kind };

function transition(
  incident: Incident,
  action: Action,
  now: Date,
  { remindAfterMs }: AlertSettings,
): Incident {
  const awake = { ...incident, snoozedUntil: null, snoozedBy: null };
  switch (action.kind) {
    case 'acknowledge':
      return {
        ...awake,
        state: 'acknowledged',
        acknowledgedBy: action.userId,
        acknowledgedAt: now,
        nextReminderAt: null,
      };
    case 'snooze':
      return {
        ...incident,
        state: 'snoozed',
        snoozedUntil: action.until,
        snoozedBy: action.userId,
        nextReminderAt: null,
      };
    case 'unsnooze':
      return { ...awake, state: 'open', nextReminderAt: addMs(now, remindAfterMs[0]) };
    case 'mute':
    case 'release_heartbeat':
      return { ...awake, state: 'muted', closedAt: now, nextReminderAt: null };
  }
}

function targetsAfter(
  { targets }: AlertState,
  incident: Incident,
  action: Action,
  now: Date,
): AlertState['targets'] {
  if (action.kind !== 'mute' && action.kind !== 'release_heartbeat') return targets;
  const affected = new Map(incident.targets.map((each) => [each.target, each]));
  return targets.map((known) => {
    const own = affected.get(known.target);
    if (own === undefined) return known;
    if (action.kind === 'mute') return mutedRecord(known, own, { at: now, by: action.userId });
    return own.recoveredAt !== null
      ? known
      : {
          ...known,
          signs: { ...known.signs, heartbeatReleasedAt: now },
          // Its portfolio is written, which is all that is asked of it from now on.
          status: known.status === 'no_heartbeat' ? 'ok' : known.status,
        };
  });
}

function mutedRecord(
  known: TargetRecord,
  own: AffectedTarget,
  { at, by }: { readonly at: Date; readonly by: string },
): TargetRecord {
  if (own.recoveredAt !== null && !isUnstable(own)) return known;
  const { mutedOkSince: _, ...record } = known;
  const muted = { ...record, muted: true, mutedAt: at, mutedBy: by };
  return isUnstable(own) ? { ...muted, mutedOkSince: null } : muted;
}

/** Somebody did something that is no matter of alerts: it is kept in the audit log alone. */
export const noteAction = (
  known: AlertState,
  action: AuditAction,
  userId: string,
  now: Date,
): EvaluationResult => ({
  ...NOTHING_DECIDED,
  state: known,
  audit: [{ at: now, actor: userId, action, incident: null, target: null }],
});

/** A marked test alert, to be sent the way of all others of that severity. What is known stays as it is. */
export const testAlert = (
  known: AlertState,
  userId: string,
  severity: Severity,
  now: Date,
  settings: AlertSettings,
): EvaluationResult => ({
  ...NOTHING_DECIDED,
  state: known,
  notifications: [
    eventNotification(
      { rule: 'test', target: 'test', key: userId, level: 'normal', severity, details: { userId } },
      now,
      addressOf({ severity, targets: [] }, { settings, duty: known.duty, detectedAt: now }),
    ),
  ],
  audit: [{ at: now, actor: userId, action: { kind: 'test' }, incident: null, target: null }],
});
