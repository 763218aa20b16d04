import { addMs, later, msBetween } from '../../lib/time';
import type { ThreadChange } from '../../notify/model/notification';
import type { Details } from '../rules/details';
import type { Severity } from '../severity/severity';
import { type AffectedTarget, type Incident, NEW_INCIDENT_DEFAULTS, type TargetId } from './incident';
import type { ThreadUpdate } from './notificationIds';

/** An incident on its way through one decision: what it was, what it becomes, and what is told in its thread. */
export interface IncidentChange {
  readonly incident: Incident;
  readonly notes: readonly ThreadUpdate[];
}

/** A target that went bad. */
export interface FiringTarget {
  readonly target: TargetId;
  readonly startedAt: Date;
  readonly details: Details;
  readonly severity: Severity;
}

type ReminderIntervals = readonly [number, number];

export const isRecovered = ({ recoveredAt }: AffectedTarget): boolean => recoveredAt !== null;
export const isClosed = ({ closedAt }: Incident): boolean => closedAt !== null;

/** A new incident, of revision 0: the first one that is sent is 1. */
export const openIncident = (
  rule: string,
  bad: FiringTarget,
  now: Date,
  remindAfterMs: ReminderIntervals,
): Incident => ({
  id: `${rule}:${bad.target}:${bad.startedAt.getTime()}`,
  rule,
  ...NEW_INCIDENT_DEFAULTS,
  severity: bad.severity,
  targets: [affected(bad)],
  openedAt: now,
  nextReminderAt: addMs(now, remindAfterMs[0]),
  revision: 0,
});

const affected = ({ target, startedAt, details }: FiringTarget): AffectedTarget => ({
  target,
  startedAt,
  recoveredAt: null,
  flaps: 0,
  details,
});

/** One more target in a storm. What is said in the thread is shown in the channel: it may be the one that matters. */
export const addTarget = (
  { incident, notes }: IncidentChange,
  bad: FiringTarget,
  now: Date,
  remindAfterMs: ReminderIntervals,
): IncidentChange => ({
  incident: resetAcknowledgement(
    { ...incident, targets: [...incident.targets, affected(bad)] },
    now,
    remindAfterMs,
  ),
  // One that is opened by the same check is told with all its targets.
  notes:
    incident.revision === 0
      ? notes
      : [...notes, targetNote(bad.target, { kind: 'joined', target: bad.target }, true)],
});

/** The target is bad again: a flap. Who had acknowledged it may think it over, so it needs someone anew. */
export function reopen(
  { incident, notes }: IncidentChange,
  bad: FiringTarget,
  now: Date,
  remindAfterMs: ReminderIntervals,
): IncidentChange {
  const flaps = (incident.targets.find(({ target }) => target === bad.target)?.flaps ?? 0) + 1;
  const targets = incident.targets.map((target) =>
    target.target === bad.target ? { ...affected(bad), flaps } : target,
  );
  const again = { ...incident, targets, closedAt: null };
  const isSnoozed = again.snoozedUntil !== null && again.snoozedUntil > now;
  return {
    incident: isSnoozed ? { ...again, state: 'snoozed' } : resetAcknowledgement(again, now, remindAfterMs),
    notes: [
      ...notes,
      targetNote(
        bad.target,
        { kind: 'again', target: bad.target, times: flaps + 1 },
        isClosed(incident) && !isSnoozed,
      ),
    ],
  };
}

/** Nobody has seen to it as it is now. */
export const resetAcknowledgement = (
  incident: Incident,
  now: Date,
  remindAfterMs: ReminderIntervals,
): Incident => ({
  ...incident,
  state: 'open',
  acknowledgedBy: null,
  acknowledgedAt: null,
  snoozedUntil: null,
  snoozedBy: null,
  nextReminderAt: addMs(now, remindAfterMs[0]),
});

/** The target is well, as of `at`. */
export function recoverTarget({ incident, notes }: IncidentChange, name: TargetId, at: Date): IncidentChange {
  const target = incident.targets.find((each) => each.target === name);
  if (target === undefined || isRecovered(target)) return { incident, notes };
  const recoveredAt = later(at, target.startedAt);
  const targets = incident.targets.map((each) => (each === target ? { ...each, recoveredAt } : each));
  const durationMs = msBetween(target.startedAt, recoveredAt);
  // The last one to recover is told by the incident's own end.
  const isLast = targets.every(isRecovered);
  return {
    incident: { ...incident, targets },
    notes: isLast
      ? notes
      : [...notes, targetNote(name, { kind: 'recovered', target: name, durationMs }, false)],
  };
}

/** The facts of a target that is still bad, as they are now. The beginning stays. */
export const updateDetails = (incident: Incident, name: TargetId, facts: Details): Incident => ({
  ...incident,
  targets: incident.targets.map((each) =>
    each.target === name && JSON.stringify(each.details) !== JSON.stringify(facts)
      ? { ...each, details: facts }
      : each,
  ),
});

/** Ended, since everything is well. It lasted from the first of the targets' beginnings to the last one's recovery. */
export function resolve({ incident, notes }: IncidentChange, now: Date): IncidentChange {
  const from = Math.min(...incident.targets.map(({ startedAt }) => startedAt.getTime()));
  const to = Math.max(...incident.targets.map(({ recoveredAt }) => recoveredAt?.getTime() ?? from));
  return {
    incident: { ...incident, state: 'recovered', closedAt: now, nextReminderAt: null },
    notes: [...notes, { note: { kind: 'recovered', durationMs: to - from }, replyBroadcast: true }],
  };
}

/** Ended, since what is left of it is not watched any more: it did not recover, though others of its targets may have. */
export const closeAsMuted = ({ incident, notes }: IncidentChange, now: Date): IncidentChange => ({
  incident: {
    ...incident,
    state: 'muted',
    closedAt: now,
    nextReminderAt: null,
  },
  notes: [...notes, { note: { kind: 'changed', change: { kind: 'muted' } }, replyBroadcast: false }],
});

/** Ended, since the rule was switched off for what is left of it. */
export const closeAsRuleOff = ({ incident, notes }: IncidentChange, now: Date): IncidentChange => ({
  incident: { ...incident, state: 'closed', closedAt: now, nextReminderAt: null },
  notes: [...notes, { note: { kind: 'changed', change: { kind: 'rule_off' } }, replyBroadcast: false }],
});

/** A reminder, when one is due: while it is open, and when a snooze has ended. */
export function remindIfDue(
  { incident, notes }: IncidentChange,
  now: Date,
  [firstMs, thenMs]: ReminderIntervals,
): IncidentChange {
  const { state, snoozedUntil, nextReminderAt, openedAt } = incident;
  const snoozeEnded = state === 'snoozed' && (snoozedUntil === null || snoozedUntil <= now);
  const isDue = state === 'open' && nextReminderAt !== null && nextReminderAt <= now;
  if (!snoozeEnded && !isDue) return { incident, notes };
  return {
    incident: {
      ...(snoozeEnded ? resetAcknowledgement(incident, now, [firstMs, thenMs]) : incident),
      remindersSent: incident.remindersSent + 1,
      nextReminderAt: addMs(now, thenMs),
    },
    notes: [
      ...notes,
      { note: { kind: 'reminder', openForMs: msBetween(openedAt, now) }, replyBroadcast: false },
    ],
  };
}

const targetNote = (target: TargetId, change: ThreadChange, replyBroadcast: boolean): ThreadUpdate => ({
  note: { kind: 'changed', change },
  replyBroadcast,
  target,
});
