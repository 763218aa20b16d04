import { msBetween } from '../../lib/time';
import { controlTarget } from '../controls';
import { mergeLosses } from '../dataLoss';
import { missedCheckAfterMs } from '../observation/gap';
import { newestOf, withNewestSigns } from '../observation/signs';
import { sessionTarget } from '../tuning';
import type { AlertState, ControlRecord, DigestState, SessionState, TargetRecord } from './alertState';
import { mergeLineage } from './lineage';
import { mergeIncidents, newerIncidents } from './mergeIncidents';

/** Whether what is stored was begun anew, after a loss, by a copy that remembered less. */
export const isReinitialized = (stored: AlertState | null, remembered: AlertState): boolean =>
  stored !== null && stored.createdAt > remembered.createdAt;

interface MergeOptions {
  /** False where nothing was lost, and it is only not known whether what is remembered was ever stored. */
  readonly isLost: boolean;
  readonly checkIntervalMs: number;
}

/** Whether nobody saw the traders for longer than from check to check, before who stored that began to watch. */
const hasObservationGap = (
  remembered: AlertState,
  { continuousSince }: AlertState,
  checkIntervalMs: number,
): boolean => msBetween(remembered.observedAt, continuousSince) > missedCheckAfterMs(checkIntervalMs);

/**
 * What is known again where the store has lost what is remembered. Another copy may have gone on without it, from
 * older data or from nothing: it has seen the traders since, and may have opened incidents, and told digests.
 */
export function mergeStates(
  remembered: AlertState,
  stored: AlertState | null,
  { isLost, checkIntervalMs }: MergeOptions,
): AlertState {
  if (stored === null) return remembered;
  const { observedAt, continuousSince, master } = stored;
  const trail = mergeLineage(remembered, stored);
  const incidents = mergeIncidents(remembered, stored);
  const controls = joinedControls(remembered.controls, stored.controls);
  const digests = mergeDigests(remembered.digests, stored.digests);
  const losses = mergeLosses(remembered.losses, stored.losses);
  const evictionWarned = remembered.evictionWarned ?? stored.evictionWarned;
  const warned = evictionWarned && { evictionWarned };
  // Of the traders, whoever has gone on from much older data, or from none, knows less than this copy.
  if (isLost && continuousSince > remembered.observedAt)
    return {
      ...remembered,
      targets: withNewestSignsOf(remembered.targets, stored.targets),
      observedAt,
      continuousSince: hasObservationGap(remembered, stored, checkIntervalMs)
        ? continuousSince
        : remembered.continuousSince,
      master,
      controls,
      losses,
      incidents,
      lineage: trail,
      ...warned,
    };
  const [later, earlier] = observedAt > remembered.observedAt ? [stored, remembered] : [remembered, stored];
  return {
    ...later,
    createdAt: remembered.createdAt,
    losses,
    targets: mergeTargets(later, earlier),
    sessions: mergeSessions(later.sessions, earlier.sessions),
    controls,
    incidents,
    digests,
    lineage: trail,
    ...warned,
  };
}

/**
 * The traders as they were judged last. Where more of an incident was told from the earlier sight, the later one did not
 * know what that came from: the rule's memory is the earlier one's. Whom somebody muted stays so; beating, he is watched
 * again anyway.
 */
function mergeTargets(later: AlertState, earlier: AlertState): readonly TargetRecord[] {
  const byTarget = new Map(earlier.targets.map((each) => [each.target, each]));
  const ahead = newerIncidents(earlier, later);
  const joined = withNewestSignsOf(later.targets, earlier.targets).map((each): TargetRecord => {
    const before = byTarget.get(each.target);
    if (before === undefined) return each;
    const rules = { ...each.rules };
    for (const { rule, targets } of ahead)
      if (targets.some(({ target }) => target === each.target)) rules[rule] = before.rules[rule];
    return { ...each, rules, muted: each.muted || before.muted, ...originOf(each, before) };
  });
  const isThere = new Set(joined.map(({ target }) => target));
  return [...joined, ...earlier.targets.filter(({ target }) => !isThere.has(target))];
}

/** A target that was found is not found anew, nor on probation again. */
const originOf = (later: TargetRecord, earlier: TargetRecord) => ({
  firstSeenAt: earlier.firstSeenAt ?? later.firstSeenAt,
  probation: earlier.firstSeenAt !== null && earlier.probation === null ? null : later.probation,
});

/** The targets, with what either memory observed last of each one's signs of life. */
function withNewestSignsOf(
  targets: readonly TargetRecord[],
  others: readonly TargetRecord[],
): readonly TargetRecord[] {
  const byTarget = new Map(others.map((each) => [each.target, each]));
  return targets.map((each) => {
    const other = byTarget.get(each.target);
    if (other === undefined) return each;
    const lastRealOrderAt = newestOf(each.lastRealOrderAt, other.lastRealOrderAt);
    return { ...each, signs: withNewestSigns(each.signs, other.signs), lastRealOrderAt };
  });
}

/**
 * The sessions as they are known to be furthest: the other may not have been able to look at them. One that is there no
 * more is gone with the next look.
 */
function mergeSessions(
  later: AlertState['sessions'],
  earlier: AlertState['sessions'],
): AlertState['sessions'] {
  if (later === null || earlier === null) return later ?? earlier;
  const byName = new Map(earlier.map((session) => [sessionTarget(session), session]));
  for (const session of later) {
    const before = byName.get(sessionTarget(session));
    if (before === undefined || !isAhead(before, session)) byName.set(sessionTarget(session), session);
  }
  return [...byName.values()];
}

/** Each as it was seen last. */
function joinedControls(
  remembered: readonly ControlRecord[],
  stored: readonly ControlRecord[],
): readonly ControlRecord[] {
  const byName = new Map(remembered.map((control) => [controlTarget(control), control]));
  for (const control of stored) {
    const own = byName.get(controlTarget(control));
    if (own === undefined || own.seenAt < control.seenAt) byName.set(controlTarget(control), control);
  }
  return [...byName.values()];
}

const isAhead = (one: SessionState, other: SessionState): boolean =>
  one.completed > other.completed || (one.completed === other.completed && one.finished && !other.finished);

function mergeDigests(remembered: readonly DigestState[], stored: readonly DigestState[]): DigestState[] {
  const byName = new Map(remembered.map((digest) => [digest.name, digest]));
  for (const digest of stored) {
    const own = byName.get(digest.name);
    if (own === undefined || own.slot < digest.slot) byName.set(digest.name, digest);
  }
  return [...byName.values()];
}
