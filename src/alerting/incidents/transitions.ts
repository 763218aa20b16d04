import { addMs, later, msBetween } from '../../lib/time';
import type { ThreadChange } from '../../notify/model/notification';
import { isNewlySteady, isUnstable, withRelapse } from '../flapping/relapse';
import type { FlappingSettings } from '../flapping/settings';
import type { Details } from '../rules/details';
import type { Severity } from '../severity/severity';
import { type AffectedTarget, type Incident, NEW_INCIDENT_DEFAULTS, type TargetId } from './incident';
import type { ThreadUpdate } from './notificationIds';

/** An incident on its way through one decision: what it was, what it becomes, and what is reported in its thread. */
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

export interface TransitionSettings {
  readonly remindAfterMs: ReminderIntervals;
  readonly flapping: FlappingSettings;
}

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
  // One that is opened by the same check is reported with all its targets.
  notes:
    incident.revision === 0
      ? notes
      : [...notes, targetNote(bad.target, { kind: 'joined', target: bad.target }, true)],
});

/**
 * The target is bad again: a flap. Who had acknowledged it may think it over, so it needs someone anew; unless it is known
 * to come and go.
 */
export function reopen(
  { incident, notes }: IncidentChange,
  bad: FiringTarget,
  now: Date,
  { remindAfterMs, flapping: settings }: TransitionSettings,
): IncidentChange {
  const before = incident.targets.find(({ target }) => target === bad.target);
  if (before === undefined) return { incident, notes };
  const flaps = before.flaps + 1;
  const flapping = withRelapse(before, bad.startedAt, now, settings);
  const targets = incident.targets.map((each) =>
    each === before ? { ...affected(bad), flaps, flapping } : each,
  );
  const again = { ...incident, targets, closedAt: null };
  if (isUnstable(before) && !isClosed(incident)) return { incident: again, notes };
  if (isSilenced(incident, now)) return { incident: { ...again, state: 'snoozed' }, notes };
  const { times, inMs, unstableSince } = flapping;
  const change: ThreadChange =
    unstableSince === null
      ? { kind: 'again', target: bad.target, times: flaps + 1 }
      : { kind: 'unstable', target: bad.target, times, inMs };
  return say(
    { incident: resetAcknowledgement(again, now, remindAfterMs), notes },
    targetNote(bad.target, change, isClosed(incident)),
  );
}

/** While it is snoozed, nothing is said of it. */
const isSilenced = ({ snoozedUntil }: Incident, now: Date): boolean =>
  snoozedUntil !== null && snoozedUntil > now;

/** Says it in the thread; what the channel must hear, also by posting the message again, where it is out of sight. */
export const say = ({ incident, notes }: IncidentChange, update: ThreadUpdate): IncidentChange =>
  update.replyBroadcast
    ? {
        incident: { ...incident, posting: incident.posting + 1 },
        notes: [...notes, { ...update, isPosting: true }],
      }
    : { incident, notes: [...notes, update] };

/** An unstable target has failed for so long that it is no longer just one more time. */
export function reportSteady(
  change: IncidentChange,
  now: Date,
  { remindAfterMs }: TransitionSettings,
): IncidentChange {
  let next = change;
  for (const target of change.incident.targets) {
    const { flapping, startedAt } = target;
    if (flapping === undefined || !isNewlySteady(target, now)) continue;
    const steady = {
      ...target,
      flapping: { ...flapping, isSteady: true, steadyCount: flapping.steadyCount + 1 },
    };
    const { incident, notes } = next;
    const targets = incident.targets.map((each) => (each === target ? steady : each));
    next = { incident: { ...incident, targets }, notes };
    if (isSilenced(incident, now)) continue;
    const { acknowledgedAt } = incident;
    // Who has acknowledged it since then has seen it down.
    const isSeen = acknowledgedAt !== null && acknowledgedAt >= startedAt;
    const note = targetNote(target.target, { kind: 'steady', target: target.target, since: startedAt }, true);
    const awake = isSeen ? next.incident : resetAcknowledgement(next.incident, now, remindAfterMs);
    next = say({ incident: awake, notes }, note);
  }
  return next;
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
  if (isUnstable(target) || incident.state === 'snoozed')
    return { incident: { ...incident, targets }, notes };
  const durationMs = msBetween(target.startedAt, recoveredAt);
  // The last one to recover is reported by the incident's own end.
  const isLast = targets.every(isRecovered);
  return {
    incident: { ...incident, targets },
    notes: isLast
      ? notes
      : [...notes, targetNote(name, { kind: 'recovered', target: name, durationMs }, false)],
  };
}

/** The details of a target that is still bad, as they are now. The beginning stays. */
export const updateDetails = (incident: Incident, name: TargetId, details: Details): Incident => ({
  ...incident,
  targets: incident.targets.map((each) =>
    each.target === name && JSON.stringify(each.details) !== JSON.stringify(details)
      ? { ...each, details }
      : each,
  ),
});

/** Ended, since everything is well. It lasted from the first of the targets' beginnings to the last one's recovery. */
export function resolve({ incident, notes }: IncidentChange, now: Date): IncidentChange {
  const from = Math.min(...incident.targets.map((target) => beginningOf(target).getTime()));
  const to = Math.max(...incident.targets.map(({ recoveredAt }) => recoveredAt?.getTime() ?? from));
  const note: ThreadUpdate = { note: { kind: 'recovered', durationMs: to - from }, replyBroadcast: true };
  return {
    incident: { ...incident, state: 'recovered', closedAt: now, nextReminderAt: null },
    notes: incident.state === 'snoozed' ? notes : [...notes, note],
  };
}

/** Of one that was unstable, the first time it failed. */
const beginningOf = (target: AffectedTarget): Date =>
  isUnstable(target) ? (target.flapping?.firstStartedAt ?? target.startedAt) : target.startedAt;

/**
 * Ended, since what is left of it is not watched any more: it was muted, its rule was switched off, or the configuration names it no
 * more or says to ignore it. It did not recover, though others of its targets may have.
 */
export const closeUnwatched = (
  kind: 'muted' | 'rule_off' | 'target_gone' | 'ignored',
  { incident, notes }: IncidentChange,
  now: Date,
): IncidentChange => ({
  incident: {
    ...incident,
    ...{ state: kind === 'muted' ? kind : 'closed', closedAt: now, nextReminderAt: null },
    ...((kind === 'target_gone' || kind === 'ignored') && { closedFor: kind }),
  },
  notes: [...notes, { note: { kind: 'changed', change: { kind } }, replyBroadcast: false }],
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
  const reminder: ThreadUpdate = {
    note: { kind: 'reminder', openForMs: msBetween(openedAt, now) },
    // Nobody has heard of it for the time of the snooze.
    replyBroadcast: snoozeEnded,
  };
  const awake = snoozeEnded ? resetAcknowledgement(incident, now, [firstMs, thenMs]) : incident;
  const next = { ...awake, remindersSent: incident.remindersSent + 1, nextReminderAt: addMs(now, thenMs) };
  return say({ incident: next, notes }, reminder);
}

const targetNote = (target: TargetId, change: ThreadChange, replyBroadcast: boolean): ThreadUpdate => ({
  note: { kind: 'changed', change },
  replyBroadcast,
  target,
});
