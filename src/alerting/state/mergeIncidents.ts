import { MAX_CLOCK_SKEW_MS, msBetween } from '../../lib/time';
import { mergeEscalation } from '../escalation/escalation';
import type { Incident } from '../incidents/incident';
import { isOutage, isSameOutage } from '../observation/gap';
import { JITTER_MS } from '../observation/signs';
import { moreSevere } from '../severity/severity';
import type { AlertState } from './alertState';

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
 * All that either knows; of one that both know, the one of which more was reported, or that was seen later. Of one that both
 * opened by themselves, under ids that differ by what reading a beat's age took, by whose clock was used, or by who saw
 * the traders last before an outage, what is stored stays. So it does where this instance took for a flap what the other,
 * which saw it later, opened anew.
 */
export function mergeIncidents(remembered: AlertState, stored: AlertState): readonly Incident[] {
  const ids = new Set(stored.incidents.map(({ id }) => id));
  const ownIds = new Set(remembered.incidents.map(({ id }) => id));
  const openedSince = stored.incidents.filter(({ id }) => !ownIds.has(id));
  const own = remembered.incidents.filter(
    (each) => ids.has(each.id) || !stored.incidents.some((other) => isSame(each, other)),
  );
  const byId = new Map(own.map((incident) => [incident.id, incident]));
  for (const incident of stored.incidents) {
    const own = byId.get(incident.id);
    const isSentAgain =
      own !== undefined &&
      own.closedAt === null &&
      incident.closedAt !== null &&
      openedSince.some((other) => isSame(own, other));
    byId.set(
      incident.id,
      own === undefined || isSentAgain
        ? incident
        : mergeIncident(own, incident, stored.observedAt > remembered.observedAt),
    );
  }
  return [...byId.values()];
}

const isSame = (a: Incident, b: Incident): boolean =>
  a.rule === b.rule && (isOutage(a) ? isSameOutage(a, b) : startedTogether(a, b));

/** Nobody is silent twice at once: of two that both last the beginnings may differ as clocks do. */
function startedTogether(a: Incident, b: Incident): boolean {
  const withinMs = a.closedAt === null && b.closedAt === null ? MAX_CLOCK_SKEW_MS : JITTER_MS;
  return a.targets.some(({ target, startedAt }) =>
    b.targets.some(
      (each) => each.target === target && Math.abs(msBetween(startedAt, each.startedAt)) < withinMs,
    ),
  );
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
