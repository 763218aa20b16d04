import type { Incident } from './incident';
import type { Known, KnownDigest, KnownTarget } from './known';
import { joinedTrails } from './trail';

/** Whether what is stored was begun anew, after a loss, by a copy that remembered less. */
export const isBegunAnew = (stored: Known | null, remembered: Known): boolean =>
  stored !== null && stored.knownSince > remembered.knownSince;

/**
 * What is known again where the ledger has lost what is remembered. Another copy may have gone on without it, from
 * older data or from nothing: it has seen the traders since, and may have opened incidents, and told digests.
 */
export function knownAgain(remembered: Known, stored: Known | null): Known {
  if (stored === null) return remembered;
  const { sawAt, watchedSince, source } = stored;
  const trail = joinedTrails(remembered, stored);
  const incidents = joinedIncidents(remembered, stored);
  const digests = joinedDigests(remembered.digests, stored.digests);
  if (stored.sawAt <= remembered.sawAt) return { ...remembered, incidents, digests, trail };
  // Of the traders, whoever has gone on from much older data, or from none, knows less than this copy.
  if (watchedSince > remembered.sawAt)
    return { ...remembered, sawAt, watchedSince, source, incidents, trail };
  const { knownSince } = remembered;
  return { ...stored, knownSince, targets: withRetired(stored, remembered), incidents, digests, trail };
}

/** Whom somebody retired stays so; beating, it is watched again anyway. */
function withRetired({ targets }: Known, remembered: Known): readonly KnownTarget[] {
  const retired = new Set(remembered.targets.flatMap((each) => (each.retired ? [each.target] : [])));
  return targets.map((each) => (retired.has(each.target) ? { ...each, retired: true } : each));
}

/** All that either knows; of one that both know, the one of which more was told. */
function joinedIncidents(remembered: Known, stored: Known): readonly Incident[] {
  const byId = new Map(remembered.incidents.map((incident) => [incident.id, incident]));
  for (const incident of stored.incidents) {
    const own = byId.get(incident.id);
    if (own === undefined || own.revision < incident.revision) byId.set(incident.id, incident);
  }
  return [...byId.values()];
}

function joinedDigests(remembered: readonly KnownDigest[], stored: readonly KnownDigest[]): KnownDigest[] {
  const byName = new Map(remembered.map((digest) => [digest.name, digest]));
  for (const digest of stored) {
    const own = byName.get(digest.name);
    if (own === undefined || own.slot < digest.slot) byName.set(digest.name, digest);
  }
  return [...byName.values()];
}
