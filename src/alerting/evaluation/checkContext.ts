import { observeLosses } from '../dataLoss';
import { noteOpenings } from '../evidence/alertHistory';
import { hintsOf } from '../hints';
import type { Incident, TargetId } from '../incidents/incident';
import { type Membership, membershipIn } from '../observation/discovered';
import { detectGap, type ObservationGap } from '../observation/gap';
import type { Observed } from '../observation/observation';
import type { Addressing } from '../routing/address';
import { localDate } from '../silences/clockTimes';
import type { AlertState, TargetRecord } from '../state/alertState';
import { stateByObservation } from '../state/targetState';
import type { AlertSettings } from '../types';
import type { RuleContext, RuleResults } from './runRules';
import { staleAfterMsOf } from './settingsOf';

/** What the check means for all targets alike: gaps, losses, and how the targets are watched. */
export function contextOf(known: AlertState, seen: Observed, settings: AlertSettings): CheckContext {
  const isPartial = seen.isPartial === true;
  const gap = isPartial ? noGap(known) : detectGap(known, seen, settings);
  const { dataLossAt, losses: before } = known;
  const losses = isPartial
    ? { dataLossAt, losses: before }
    : observeLosses(known, seen, settings.checkIntervalMs);
  const watch = {
    now: seen.at,
    observedAt: known.observedAt,
    continuousSince: gap.continuousSince,
    unseenMs: gap.unseenMs,
    lostAt: losses.dataLossAt,
    zone: settings.zone ?? 'UTC',
    day: localDate(settings.zone ?? 'UTC', seen.at),
    rules: settings.rules,
    targets: settings.targets,
    lastRealOrders: seen.lastRealOrders,
    records: seen.records,
    isStandIn: settings.isStandIn === true,
    isOwnClock: isOwnClock(known, seen),
  };
  const addressing = { settings, duty: known.duty, detectedAt: seen.at };
  const membership = membershipIn(settings.directory, settings.isStandIn);
  const { mayEvict = false } = seen;
  return { isPartial, gap, losses, watch, addressing, settings, membership, mayEvict };
}

/** What is known was noted by the clock that tells `now`; so where nothing says otherwise. */
const isOwnClock = (
  { observedAt, partialAt }: AlertState,
  { lastObservedByThisInstance: own, lastPartialByThisInstance: ownPartial }: Observed,
): boolean =>
  own === undefined ||
  (own?.getTime() === observedAt.getTime() &&
    (partialAt === undefined || ownPartial?.getTime() === partialAt.getTime()));

/** Whether a check of the interval was missed is for the next of these to tell. */
const noGap = ({ continuousSince, master }: AlertState): ObservationGap => ({
  continuousSince,
  master,
  unseenMs: 0,
  isOutage: false,
  reason: null,
});

export interface CheckContext {
  readonly isPartial: boolean;
  readonly gap: ObservationGap;
  readonly losses: Pick<AlertState, 'dataLossAt' | 'losses'>;
  readonly watch: RuleContext;
  readonly addressing: Addressing;
  readonly settings: AlertSettings;
  readonly membership: Membership;
  readonly mayEvict: boolean;
}

/** With its status and hints, which depend on all incidents. */
export function withState(
  { known, snapshot, observation }: RuleResults,
  open: ReadonlyMap<TargetId, readonly Incident[]>,
  openings: ReadonlyMap<TargetId, readonly string[]>,
  { watch: { now, continuousSince, rules, targets }, mayEvict }: CheckContext,
): TargetRecord {
  const details = {
    place: snapshot,
    seen: snapshot,
    known,
    incidents: open.get(known.target) ?? [],
    continuousSince,
    configured: targets?.get(known.target),
    staleAfterMs: staleAfterMsOf(rules, known.target),
  };
  const state = stateByObservation(observation, details, snapshot, now);
  return {
    ...known,
    status: state.status,
    hints: hintsOf(state, snapshot, mayEvict),
    history: noteOpenings(known.history, openings.get(known.target) ?? [], now),
  };
}
