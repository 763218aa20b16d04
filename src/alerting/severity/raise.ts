import type { TargetId } from '../incidents/incident';
import type { ThreadUpdate } from '../incidents/notificationIds';
import { type IncidentChange, resetAcknowledgement, say } from '../incidents/transitions';
import { isMoreSevere, type Severity } from './severity';

/**
 * The incident with at least this severity. Where that is a rise it needs someone anew, whoever had acknowledged or snoozed
 * it, and its thread says so, also in the channel. One that is opened by the same check has nothing to rise from.
 */
export function raiseSeverity(
  { incident, notes }: IncidentChange,
  { target, severity: to }: { readonly target: TargetId; readonly severity: Severity },
  now: Date,
  remindAfterMs: readonly [number, number],
): IncidentChange {
  if (!isMoreSevere(to, incident.severity)) return { incident, notes };
  const raised = { ...incident, severity: to };
  if (incident.revision === 0) return { incident: raised, notes };
  const earlier = notes.map(riseOf).find((rise) => rise !== null);
  const change = { kind: 'severity', from: earlier?.from ?? incident.severity, to, target } as const;
  return say(
    {
      incident: resetAcknowledgement(raised, now, remindAfterMs),
      // One entry says both that the target failed and that the incident is more severe.
      notes: notes.filter((note) => riseOf(note) === null && note.target !== target),
    },
    { note: { kind: 'changed', change }, replyBroadcast: true },
  );
}

/** A thread has one entry for all rises of a check. */
const riseOf = ({ note }: ThreadUpdate) =>
  note.kind === 'changed' && typeof note.change === 'object' && note.change.kind === 'severity'
    ? note.change
    : null;
