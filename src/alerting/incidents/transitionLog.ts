import type { JudgedTarget } from '../rules/judgedTargets';
import type { AuditEntry } from '../types';
import type { Incident } from './incident';
import type { IncidentTransition } from './incidentIndex';
import type { NotifiedChange } from './notifications';

/** What the bot did by itself: incidents that changed, and targets that are watched again. */
export const auditTransitions = (
  looked: readonly JudgedTarget[],
  steps: readonly IncidentTransition[],
  changes: readonly NotifiedChange[],
  at: Date,
): AuditEntry[] => [
  ...looked.filter(({ isBack }) => isBack).map((target) => unmutedEntry(target, at)),
  ...steps.flatMap(([before], i) => {
    const incident = changes[i]?.incident;
    if (incident === undefined || before?.state === incident.state) return [];
    return [{ at, userId: null, what: `${incident.id}: ${describeTransition(before, incident)}` }];
  }),
];

const unmutedEntry = ({ known: { target } }: JudgedTarget, at: Date): AuditEntry => ({
  at,
  userId: null,
  what: `${target} is well and watched again`,
});

const describeTransition = (before: Incident | null, { state }: Incident): string => {
  if (before !== null) return `${before.state} → ${state}`;
  return state === 'open' ? 'opened' : state;
};
