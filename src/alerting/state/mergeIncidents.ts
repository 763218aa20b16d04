import { mergeEscalation } from '../escalation/escalation';
import type { Incident } from '../incidents/incident';
import { moreSevere } from '../severity/severity';
import type { AlertState } from './alertState';
import { isSameIncidentAs, sameIncidents, withDroppedTargets } from './sameIncidents';

/** Those of which more was reported than the other knows of. */
export function newerIncidents({ incidents }: AlertState, other: AlertState): readonly Incident[] {
  const revisions = new Map(other.incidents.map(({ id, revision }) => [id, revision]));
  return incidents.filter(({ id, revision, closedAt }) => {
    const known = revisions.get(id);
    // One that is over, and that the other does not know, may have been forgotten for its age.
    return known === undefined ? closedAt === null : revision > known;
  });
}

/**
 * All that either knows; of one that both know, the one of which more was reported, or that was seen later. Two that are the
 * same under different ids are one (`sameIncidents`). So they are where this instance took for a flap what the other,
 * which saw it later, opened anew.
 */
export function mergeIncidents(remembered: AlertState, stored: AlertState): readonly Incident[] {
  const same = sameIncidents(remembered, stored);
  const isDropped = ({ id }: Incident): boolean => same.some(({ dropped }) => dropped.id === id);
  const ownIds = new Set(remembered.incidents.map(({ id }) => id));
  const openedSince = stored.incidents.filter(({ id }) => !ownIds.has(id));
  const byId = new Map(
    remembered.incidents.flatMap((each) => (isDropped(each) ? [] : [[each.id, each] as const])),
  );
  for (const incident of stored.incidents) {
    if (isDropped(incident)) continue;
    const own = byId.get(incident.id);
    const isToldAnew =
      own !== undefined &&
      own.closedAt === null &&
      incident.closedAt !== null &&
      openedSince.some((other) => isSameIncidentAs(own, other));
    byId.set(
      incident.id,
      own === undefined || isToldAnew
        ? incident
        : mergeIncident(own, incident, stored.observedAt > remembered.observedAt),
    );
  }
  for (const { kept, dropped } of same)
    byId.set(kept.id, withDroppedTargets(byId.get(kept.id) ?? kept, dropped));
  return [...byId.values()];
}

function mergeIncident(own: Incident, other: Incident, isOtherNewer: boolean): Incident {
  const isOther = other.revision > own.revision || (other.revision === own.revision && isOtherNewer);
  const [one, rest] = isOther ? [other, own] : [own, other];
  const severity = moreSevere(one.severity, rest.severity);
  const escalation = mergeEscalation(one.escalation, rest.escalation);
  const posting = Math.max(one.posting, rest.posting);
  // An instance of an earlier version does not keep it.
  const channel = one.channel ?? rest.channel;
  const evidence = one.evidence ?? rest.evidence;
  const merged = {
    ...one,
    severity,
    posting,
    ...(channel !== undefined && { channel }),
    ...(escalation && { escalation }),
    ...(evidence && { evidence }),
  };
  if (rest.remindersSent <= one.remindersSent) return merged;
  const { remindersSent, nextReminderAt } = rest;
  return { ...merged, remindersSent, nextReminderAt: one.nextReminderAt && nextReminderAt };
}
