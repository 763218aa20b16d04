import type { Incident, TargetId } from './incident';

/**
 * The incidents that are open for each target: for one that has recovered in a storm it is over. A storm's incident has
 * many targets: to look for each of them in it would take their square.
 */
export function openByTarget(incidents: readonly Incident[]): ReadonlyMap<TargetId, readonly Incident[]> {
  const open = new Map<TargetId, Incident[]>();
  for (const incident of incidents) {
    if (incident.closedAt !== null) continue;
    for (const { target, recoveredAt } of incident.targets) {
      if (recoveredAt !== null) continue;
      const own = open.get(target);
      if (own === undefined) open.set(target, [incident]);
      else own.push(incident);
    }
  }
  return open;
}

/** Every target of an open incident, also one that has recovered in it. */
export const targetsOfOpen = (incidents: readonly Incident[]): ReadonlySet<TargetId> =>
  new Set(
    incidents.flatMap(({ closedAt, targets }) =>
      closedAt === null ? targets.map(({ target }) => target) : [],
    ),
  );
