import { MAX_CLOCK_SKEW_MS, msBetween } from '../../lib/time';
import type { Incident } from '../incidents/incident';
import { isNamedAlike } from '../incidents/incidentId';
import { isOutage, isSameOutage } from '../observation/gap';
import { JITTER_MS } from '../observation/signs';
import { moreSevere } from '../severity/severity';
import type { AlertState } from './alertState';

/** Two incidents that two instances opened of the same. */
export interface SameIncident {
  readonly kept: Incident;
  readonly dropped: Incident;
}

/**
 * Which of the remembered incidents are the same as one that is stored under another id: the ids differ by what reading a
 * beat's age took, by whose clock told it, or by what each instance knew of the time before. What is stored stays, unless
 * somebody has seen to the other alone, or that alone goes on: its targets may have failed again since.
 */
export function sameIncidents(
  remembered: Pick<AlertState, 'incidents'>,
  stored: Pick<AlertState, 'incidents'>,
): readonly SameIncident[] {
  const ids = new Set(stored.incidents.map(({ id }) => id));
  const own = new Map(remembered.incidents.map((each) => [each.id, each]));
  // Of one that is stored as it was earlier, such as before its end, what is remembered tells how it is.
  const known = stored.incidents.map((each) => {
    const newer = own.get(each.id);
    return newer !== undefined && newer.revision > each.revision ? newer : each;
  });
  const keptFor = new Map<string, Incident>();
  return remembered.incidents.flatMap((one) => {
    const found = ids.has(one.id)
      ? undefined
      : known.find((each) => isSameIncidentAs(one, each) || isNamedAlike(one.id, each.id));
    if (found === undefined) return [];
    const other = keptFor.get(found.id) ?? found;
    if (!isAhead(one, other)) return [{ kept: other, dropped: one }];
    keptFor.set(found.id, one);
    return [{ kept: one, dropped: other }];
  });
}

const isSeenTo = ({ state, closedAt }: Incident): boolean => closedAt === null && state !== 'open';

/** Whether the remembered one stays, and not the stored one: only that was seen to, or goes on since the other was over. */
const isAhead = (one: Incident, other: Incident): boolean =>
  (isSeenTo(one) && !isSeenTo(other)) || hasFailedAgain(one, other);

const hasFailedAgain = ({ closedAt, targets }: Incident, { closedAt: end }: Incident): boolean =>
  closedAt === null && end !== null && targets.some(({ startedAt }) => startedAt >= end);

export const isSameIncidentAs = (a: Incident, b: Incident): boolean =>
  a.rule === b.rule && (isOutage(a) ? isSameOutage(a, b) : a.targets.some((target) => isIn(target, a, b)));

/** Nobody is down twice at once, whenever each instance took it to begin and to end. */
function isIn(
  { target, startedAt, recoveredAt }: Incident['targets'][number],
  a: Incident,
  b: Incident,
): boolean {
  const other = b.targets.find((each) => each.target === target);
  if (other === undefined) return false;
  const [end, otherEnd] = [recoveredAt ?? a.closedAt, other.recoveredAt ?? b.closedAt];
  const wasBoth = (end === null || other.startedAt < end) && (otherEnd === null || startedAt < otherEnd);
  if (wasBoth) return true;
  const doBothLast = a.closedAt === null && b.closedAt === null;
  const apartMs = Math.abs(msBetween(startedAt, other.startedAt));
  return apartMs < (doBothLast ? MAX_CLOCK_SKEW_MS : JITTER_MS);
}

/** The one that is kept, with what only the other has of what is still wrong. */
export function withDroppedTargets(kept: Incident, dropped: Incident): Incident {
  if (kept.closedAt !== null || dropped.closedAt !== null) return kept;
  const own = new Set(kept.targets.map(({ target }) => target));
  const more = dropped.targets.filter(({ target, recoveredAt }) => recoveredAt === null && !own.has(target));
  const severity = moreSevere(kept.severity, dropped.severity);
  if (more.length === 0 && severity === kept.severity) return kept;
  return { ...kept, severity, targets: [...kept.targets, ...more], revision: kept.revision + 1 };
}
