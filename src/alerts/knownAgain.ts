import type { Incident } from './incident';
import type { Known, KnownDigest, KnownTarget } from './known';
import { joinedTrails } from './trail';
import { between } from './values';

/** Whether what is stored was begun anew, after a loss, by a copy that remembered less. */
export const isBegunAnew = (stored: Known | null, remembered: Known): boolean =>
  stored !== null && stored.knownSince > remembered.knownSince;

/**
 * What is known again where the ledger has lost what is remembered. Another copy may have gone on without it, from
 * older data or from nothing: it has seen the traders since, and may have opened incidents, and told digests. `isLost` is
 * false where nothing was lost, and it is only not known whether what is remembered was ever stored.
 */
export function knownAgain(remembered: Known, stored: Known | null, isLost: boolean): Known {
  if (stored === null) return remembered;
  const { sawAt, watchedSince, source } = stored;
  const trail = joinedTrails(remembered, stored);
  const incidents = joinedIncidents(remembered, stored);
  const digests = joinedDigests(remembered.digests, stored.digests);
  if (stored.sawAt <= remembered.sawAt) return { ...remembered, incidents, digests, trail };
  // Of the traders, whoever has gone on from much older data, or from none, knows less than this copy.
  if (isLost && watchedSince > remembered.sawAt)
    return { ...remembered, sawAt, watchedSince, source, incidents, trail };
  const { knownSince } = remembered;
  return { ...stored, knownSince, targets: joinedTargets(stored, remembered), incidents, digests, trail };
}

/**
 * The traders as they were judged last. Where this copy had told more of an incident, the other had not seen what that
 * came from: the rule's memory is this copy's. Whom somebody retired stays so; beating, he is watched again anyway.
 */
function joinedTargets(stored: Known, remembered: Known): readonly KnownTarget[] {
  const own = new Map(remembered.targets.map((each) => [each.target, each]));
  const ahead = incidentsAhead(remembered, stored);
  return stored.targets.map((each) => {
    const before = own.get(each.target);
    if (before === undefined) return each;
    const rules = { ...each.rules };
    for (const { rule, targets } of ahead)
      if (targets.some(({ target }) => target === each.target)) rules[rule] = before.rules[rule];
    return { ...each, rules, retired: each.retired || before.retired };
  });
}

/** Those of which more was told than what is stored knows of. */
function incidentsAhead({ incidents }: Known, stored: Known): readonly Incident[] {
  const revisions = new Map(stored.incidents.map(({ id, revision }) => [id, revision]));
  return incidents.filter(({ id, revision }) => revision > (revisions.get(id) ?? 0));
}

/**
 * All that either knows; of one that both know, the one of which more was told, or that was seen later. Of one that both
 * opened by themselves, under ids that differ by what reading a beat's age took, what is stored stays.
 */
function joinedIncidents(remembered: Known, stored: Known): readonly Incident[] {
  const ids = new Set(stored.incidents.map(({ id }) => id));
  const own = remembered.incidents.filter(
    (each) => ids.has(each.id) || !stored.incidents.some((other) => isSame(each, other)),
  );
  const byId = new Map(own.map((incident) => [incident.id, incident]));
  for (const incident of stored.incidents) {
    const own = byId.get(incident.id);
    byId.set(
      incident.id,
      own === undefined ? incident : joined(own, incident, stored.sawAt > remembered.sawAt),
    );
  }
  return [...byId.values()];
}

/** Two readings of one beat differ by less, in ms. */
const JITTER_MS = 5_000;

const isSame = (a: Incident, b: Incident): boolean =>
  a.rule === b.rule &&
  a.targets.some(({ target, since }) =>
    b.targets.some((each) => each.target === target && Math.abs(between(since, each.since)) < JITTER_MS),
  );

function joined(own: Incident, other: Incident, isOtherNewer: boolean): Incident {
  const isOther = other.revision > own.revision || (other.revision === own.revision && isOtherNewer);
  const [one, rest] = isOther ? [other, own] : [own, other];
  if (rest.remindersSent <= one.remindersSent) return one;
  const { remindersSent, nextReminderAt } = rest;
  return { ...one, remindersSent, nextReminderAt: one.nextReminderAt && nextReminderAt };
}

function joinedDigests(remembered: readonly KnownDigest[], stored: readonly KnownDigest[]): KnownDigest[] {
  const byName = new Map(remembered.map((digest) => [digest.name, digest]));
  for (const digest of stored) {
    const own = byName.get(digest.name);
    if (own === undefined || own.slot < digest.slot) byName.set(digest.name, digest);
  }
  return [...byName.values()];
}
