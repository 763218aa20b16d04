import { addMs } from '../../lib/time';
import type { AffectedTarget, Incident } from '../incidents/incident';
import type { IncidentTransition } from '../incidents/incidentIndex';
import type { Hold, HoldOf } from './hold';

const isFiring = ({ recoveredAt }: AffectedTarget): boolean => recoveredAt === null;

/** What holds the incident back: every target of it that is still firing is covered. */
export function holdOfIncident({ rule, severity, targets }: Incident, holdOf: HoldOf): Hold | null {
  const firing = targets.filter(isFiring);
  const holds = firing.map(({ target }) => holdOf({ rule, target, severity }));
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
  [remindAfterMs]: readonly [number, number],
): IncidentTransition {
  const { incident, notes } = change;
  if (incident.closedAt !== null)
    return [before, before === null ? change : whenClosed(before, change, holdOf)];
  const hold = holdOfIncident(incident, holdOf);
  if (hold !== null) {
    const unposted = before === null || before.unposted === true ? ({ unposted: true } as const) : {};
    return [before, { incident: { ...incident, ...unposted, hold, nextReminderAt: null }, notes: [] }];
  }
  const { hold: wasHeldBy, unposted, ...free } = incident;
  if (unposted) {
    const nextReminderAt = incident.state === 'open' ? addMs(now, remindAfterMs) : incident.nextReminderAt;
    return [before, { incident: { ...free, announcedAt: now, nextReminderAt }, notes: [] }];
  }
  const sent = notes.filter(({ target }) => target === undefined || holdOf({ ...incident, target }) === null);
  if (wasHeldBy === undefined)
    return [before, sent.length === notes.length ? change : { incident, notes: sent }];
  const nextReminderAt = incident.state === 'open' ? now : incident.nextReminderAt;
  return [before, { incident: { ...free, nextReminderAt }, notes: sent }];
}

function whenClosed(before: Incident, change: IncidentTransition[1], holdOf: HoldOf): IncidentTransition[1] {
  if (before.closedAt !== null) return change;
  const hold = holdOfIncident(before, holdOf);
  if (hold !== null) return { incident: { ...change.incident, hold }, notes: [] };
  if (before.unposted) return { ...change, notes: [] };
  const { hold: _, ...free } = change.incident;
  return { ...change, incident: free };
}

/** Since when an incident is an alert: since it was opened, or since it was posted after it had been held back. */
export const alertedSince = ({ openedAt, announcedAt }: Incident): Date => announcedAt ?? openedAt;
