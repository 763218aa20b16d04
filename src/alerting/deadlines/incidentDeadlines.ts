import { isDrill } from '../drill/drill';
import { nextEditAt } from '../flapping/pacedEdits';
import { calmAt, isUnstable, steadyAt } from '../flapping/relapse';
import { DEFAULT_FLAPPING } from '../flapping/settings';
import type { Incident } from '../incidents/incident';
import type { AlertState } from '../state/alertState';
import type { AlertSettings } from '../types';

/** When a reminder, a step of an escalation or the end of a snooze is due, and when targets that come and go no longer do. */
export const incidentDeadlines = (
  { incidents, continuousSince }: Pick<AlertState, 'incidents' | 'continuousSince'>,
  { flapping = DEFAULT_FLAPPING }: Pick<AlertSettings, 'flapping'>,
): readonly Date[] =>
  incidents.flatMap((incident) =>
    // The steps of a drill have a clock of their own.
    incident.closedAt !== null || isDrill(incident)
      ? []
      : [
          ...dueOf(incident),
          ...incident.targets.filter(isUnstable).flatMap((target) => {
            const at = steadyAt(target) ?? calmAt(target, continuousSince, flapping);
            return at === null ? [] : [at];
          }),
        ],
  );

const dueOf = (incident: Incident): readonly Date[] => {
  const { state, nextReminderAt, snoozedUntil, escalation } = incident;
  return [
    state === 'open' ? nextReminderAt : null,
    state === 'snoozed' ? snoozedUntil : null,
    escalation?.status === 'running' ? escalation.dueAt : null,
    nextEditAt(incident),
  ].filter((at) => at !== null);
};
