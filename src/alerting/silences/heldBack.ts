import { addMs, msBetween } from '../../lib/time';
import type { AffectedTarget, Incident } from '../incidents/incident';
import type { IncidentTransition } from '../incidents/incidentIndex';
import { type IncidentChange, say } from '../incidents/transitions';
import type { Hold, HoldOf } from './hold';

const isFiring = ({ recoveredAt }: AffectedTarget): boolean => recoveredAt === null;

/** What holds the incident back: every target of it that is still firing, or every one where none is, is covered. */
export function holdOfIncident({ rule, severity, targets }: Incident, holdOf: HoldOf): Hold | null {
  const firing = targets.filter(isFiring);
  const concerned = firing.length === 0 ? targets : firing;
  const holds = concerned.map(({ target }) => holdOf({ rule, target, severity }));
  return holds.includes(null) ? null : (holds[0] ?? null);
}

/**
 * A check's change of an incident, as far as it may be sent:
 *
 * 1. One that is opened while it is held back is not posted. One that was posted before is still brought up to date in
 *    place; nothing new is posted, and nobody is reminded.
 * 2. What is still firing when it is no longer held back is posted then, as if it were opened then; one that was posted
 *    before, and that nobody has acknowledged, is reminded of.
 * 3. One that ends while it is held back, or with the silence, is not posted any more: the silence's summary has it.
 */
export function holdBack(
  [before, change]: IncidentTransition,
  holdOf: HoldOf,
  now: Date,
  remindAfterMs: readonly [number, number],
): IncidentTransition {
  const { incident, notes } = change;
  if (incident.closedAt !== null)
    return [before, before === null ? change : whenClosed(before, change, holdOf)];
  const hold = holdOfIncident(incident, holdOf);
  if (hold !== null) {
    const unposted = before === null || before.unposted === true ? ({ unposted: true } as const) : {};
    const { posting } = before ?? incident;
    return [
      before,
      { incident: { ...incident, ...unposted, hold, posting, nextReminderAt: null }, notes: [] },
    ];
  }
  if (incident.unposted) return [before, announce(incident, now, remindAfterMs[0])];
  const sent = notes.filter(({ target }) => target === undefined || holdOf({ ...incident, target }) === null);
  const posting = sent.some(({ replyBroadcast }) => replyBroadcast)
    ? incident.posting
    : (before ?? incident).posting;
  const free = sent.length === notes.length ? change : { incident: { ...incident, posting }, notes: sent };
  return [before, incident.hold === undefined ? free : release(free, now, remindAfterMs[1])];
}

/** Posted now for the first time. */
function announce({ hold: _, unposted: _unposted, ...incident }: Incident, now: Date, remindAfterMs: number) {
  const nextReminderAt = incident.state === 'open' ? addMs(now, remindAfterMs) : incident.nextReminderAt;
  return { incident: { ...incident, announcedAt: now, nextReminderAt }, notes: [] };
}

/** No longer held back, and posted before: who may not have heard of it for long is reminded. */
function release({ incident, notes }: IncidentChange, now: Date, thenMs: number): IncidentChange {
  const { hold: _, ...free } = incident;
  if (free.state !== 'open') return { incident: free, notes };
  const next = { ...free, remindersSent: free.remindersSent + 1, nextReminderAt: addMs(now, thenMs) };
  const note = { kind: 'reminder', openForMs: msBetween(free.openedAt, now) } as const;
  return say({ incident: next, notes }, { note, replyBroadcast: true });
}

function whenClosed(before: Incident, change: IncidentTransition[1], holdOf: HoldOf): IncidentTransition[1] {
  if (before.closedAt !== null) return change;
  const hold = holdOfIncident(before, holdOf);
  if (hold !== null) return { incident: { ...change.incident, hold }, notes: [] };
  if (before.unposted) return { ...change, notes: [] };
  const { hold: _, ...free } = change.incident;
  return { ...change, incident: free };
}
