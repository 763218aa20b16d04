import { msBetween } from '../../lib/time';
import { mergeConfiguration } from '../configuration/activeConfiguration';
import { controlTarget } from '../controls';
import { mergeLosses } from '../dataLoss';
import { mergeDuty } from '../duty/duty';
import { mergeHistory } from '../evidence/alertHistory';
import { mergeEvents } from '../evidence/changes';
import { missedCheckAfterMs } from '../observation/gap';
import { lastObservedAt } from '../observation/lastObservedAt';
import { newestOf, withNewestSigns } from '../observation/signs';
import { mergeSilences } from '../silences/mergeSilences';
import { sessionTarget } from '../tuning';
import { withDropped } from '../undelivered/dropped';
import type { AlertState, SessionState, TargetRecord } from './alertState';
import { mergeLineage } from './lineage';
import { mergeIncidents, newerIncidents } from './mergeIncidents';

/** Whether the stored state was begun anew, after a loss, by an instance that knew less than this one. */
export const isReinitialized = (stored: AlertState | null, cached: AlertState): boolean =>
  stored !== null && stored.createdAt > cached.createdAt;

export interface MergeOptions {
  /** False where nothing was lost, and it is only not known whether what is cached was ever stored. */
  readonly isLost: boolean;
  readonly checkIntervalMs: number;
}

interface Sides {
  readonly stored: AlertState;
  readonly cached: AlertState;
  /** Of the two the one that observed the traders later, and the other. */
  readonly newer: AlertState;
  readonly older: AlertState;
  /** Another instance went on from much older data, or from none: of what it did not observe itself it knows less. */
  readonly isRestart: boolean;
  readonly checkIntervalMs: number;
}

/** How each field of the two states is merged. */
const MERGE_RULES: { readonly [F in keyof AlertState]-?: (sides: Sides) => AlertState[F] } = {
  createdAt: ({ cached }) => cached.createdAt,
  observedAt: ({ newer }) => newer.observedAt,
  partialAt: ({ newer }) => newer.partialAt,
  continuousSince: (sides) =>
    sides.isRestart && !hasObservationGap(sides) ? sides.cached.continuousSince : sides.newer.continuousSince,
  master: ({ newer }) => newer.master,
  dataLossAt: ({ isRestart, cached, newer }) => (isRestart ? cached : newer).dataLossAt,
  losses: ({ stored, cached }) => mergeLosses(cached.losses, stored.losses),
  targets: (sides) =>
    sides.isRestart
      ? withNewestSignsOf(sides.cached.targets, sides.stored.targets)
      : mergeTargets(sides.newer, sides.older),
  sessions: ({ isRestart, cached, newer, older }) =>
    isRestart ? cached.sessions : mergeSessions(newer.sessions, older.sessions),
  controls: ({ stored, cached }) =>
    mergeByName(cached.controls, stored.controls, controlTarget, (own, other) => own.seenAt < other.seenAt),
  incidents: ({ stored, cached }) => mergeIncidents(cached, stored),
  digests: ({ isRestart, stored, cached }) =>
    isRestart
      ? cached.digests
      : mergeByName(
          cached.digests,
          stored.digests,
          ({ name }) => name,
          (own, other) => own.slot < other.slot,
        ),
  silences: ({ stored, cached }) => mergeSilences(cached.silences, stored.silences),
  lineage: ({ stored, cached }) => mergeLineage(cached, stored),
  evictionWarned: ({ stored, cached }) => cached.evictionWarned ?? stored.evictionWarned,
  mutesRemindedAt: ({ stored, cached }) =>
    newestOf(cached.mutesRemindedAt ?? null, stored.mutesRemindedAt ?? null) ?? undefined,
  dropped: ({ stored, cached }) =>
    cached.dropped === undefined ? stored.dropped : withDropped(cached.dropped, stored.dropped ?? []),
  recentEvents: ({ stored, cached }) => mergeEvents(cached.recentEvents, stored.recentEvents),
  configuration: ({ stored, cached }) => mergeConfiguration(stored.configuration, cached.configuration),
  observedWith: ({ newer }) => newer.observedWith,
  duty: ({ stored, cached }) => mergeDuty(cached.duty, stored.duty),
};

/**
 * The state again, where the store lost what is cached. Another instance may have gone on without it, from older data or
 * from nothing: it has observed the traders since, and may have opened incidents, and sent digests.
 */
export function mergeStates(
  cached: AlertState,
  stored: AlertState | null,
  { isLost, checkIntervalMs }: MergeOptions,
): AlertState {
  if (stored === null) return cached;
  const isStoredNewer = lastObservedAt(stored) > lastObservedAt(cached);
  const [newer, older] = isStoredNewer ? [stored, cached] : [cached, stored];
  const isRestart = isLost && stored.continuousSince > cached.observedAt;
  const sides: Sides = { stored, cached, newer, older, isRestart, checkIntervalMs };
  const fields = Object.entries(MERGE_RULES).map(([field, merge]) => [field, merge(sides)] as const);
  return Object.fromEntries(fields.filter(([, value]) => value !== undefined)) as unknown as AlertState;
}

/** Whether nobody observed the traders for longer than from check to check, before who stored that began to. */
const hasObservationGap = ({ cached, stored, checkIntervalMs }: Sides): boolean =>
  msBetween(cached.observedAt, stored.continuousSince) > missedCheckAfterMs(checkIntervalMs);

/** Of two lists the parts by name: the other one's where there is no own one, or it is ahead of that. */
function mergeByName<T>(
  own: readonly T[],
  others: readonly T[],
  nameOf: (part: T) => string,
  isBehind: (own: T, other: T) => boolean,
): readonly T[] {
  const byName = new Map(own.map((part) => [nameOf(part), part]));
  for (const other of others) {
    const mine = byName.get(nameOf(other));
    if (mine === undefined || isBehind(mine, other)) byName.set(nameOf(other), other);
  }
  return [...byName.values()];
}

/**
 * The targets as they were evaluated last. Where more of an incident was sent from the older state, the newer one did not
 * know what that came from: the rule's memory is the older one's. A target that somebody muted stays so; once healthy, it
 * is watched again anyway.
 */
function mergeTargets(newer: AlertState, older: AlertState): readonly TargetRecord[] {
  const ahead = newerIncidents(older, newer);
  const olderByTarget = new Map(older.targets.map((each) => [each.target, each]));
  const merged = withNewestSignsOf(newer.targets, older.targets).map((each): TargetRecord => {
    const before = olderByTarget.get(each.target);
    if (before === undefined) return each;
    const rules = { ...each.rules };
    for (const { rule, targets } of ahead)
      if (targets.some(({ target }) => target === each.target)) rules[rule] = before.rules[rule];
    return {
      ...each,
      rules,
      muted: each.muted || (before.muted && !wasUnmuted(each, before)),
      ...originOf(each, before),
    };
  });
  return mergeByName(
    merged,
    older.targets,
    ({ target }) => target,
    () => false,
  );
}

/** Whether the mute that the older one knows has ended since. */
const wasUnmuted = (newer: TargetRecord, older: TargetRecord): boolean =>
  !newer.muted &&
  newer.mutedAt !== undefined &&
  older.mutedAt !== undefined &&
  newer.mutedAt >= older.mutedAt;

/** A target that was found is not found anew, nor on probation again. */
const originOf = (newer: TargetRecord, older: TargetRecord) => ({
  firstSeenAt: older.firstSeenAt ?? newer.firstSeenAt,
  probation: older.firstSeenAt !== null && older.probation === null ? null : newer.probation,
});

/** The targets, with what either state knows last of each one's signs of life. */
export function withNewestSignsOf(
  targets: readonly TargetRecord[],
  others: readonly TargetRecord[],
): readonly TargetRecord[] {
  const byTarget = new Map(others.map((each) => [each.target, each]));
  return targets.map((each) => {
    const other = byTarget.get(each.target);
    if (other === undefined || other === each) return each;
    const lastRealOrderAt = newestOf(each.lastRealOrderAt, other.lastRealOrderAt);
    const history = mergeHistory(each.history, other.history);
    const stake = each.stake ?? other.stake;
    return {
      ...each,
      signs: withNewestSigns(each.signs, other.signs),
      lastRealOrderAt,
      ...(history && { history }),
      ...(stake && { stake }),
    };
  });
}

/**
 * The sessions as they are known to be furthest: the other may not have been able to look at them. One that is there no
 * more is gone with the next look.
 */
const mergeSessions = (
  newer: AlertState['sessions'],
  older: AlertState['sessions'],
): AlertState['sessions'] =>
  newer === null || older === null
    ? (newer ?? older)
    : mergeByName(older, newer, sessionTarget, (before, session) => !isAhead(before, session));

const isAhead = (one: SessionState, other: SessionState): boolean =>
  one.completed > other.completed || (one.completed === other.completed && one.finished && !other.finished);
