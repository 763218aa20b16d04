import { auditEntry } from '../auditLog';
import type { EvaluatedTarget } from '../evaluation/evaluatedTargets';
import type { AuditEntry } from '../types';
import type { IncidentTransition } from './incidentIndex';
import type { NotifiedChange } from './notifications';

/** What the bot did by itself: incidents that changed, and targets that are watched again. */
export const auditTransitions = (
  looked: readonly EvaluatedTarget[],
  steps: readonly IncidentTransition[],
  changes: readonly NotifiedChange[],
  at: Date,
): AuditEntry[] => [
  ...looked.filter(({ isBack }) => isBack).map((target) => unmutedEntry(target, at)),
  ...steps.flatMap(([before], i) => {
    const incident = changes[i]?.incident;
    if (incident === undefined || before?.state === incident.state) return [];
    const action = { kind: 'changed', from: before?.state ?? null, to: incident.state } as const;
    const changed = auditEntry(incident, at, null, action);
    if (before !== null || incident.hold === undefined) return [changed];
    return [changed, auditEntry(incident, at, null, { kind: 'held_back', by: incident.hold.kind })];
  }),
];

const unmutedEntry = ({ known: { target } }: EvaluatedTarget, at: Date): AuditEntry => ({
  at,
  actor: null,
  action: { kind: 'unmuted' },
  incident: null,
  target,
});
