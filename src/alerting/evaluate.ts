import { msBetween } from '../lib/time';
import { lossVerdict, observeLosses } from './dataLoss';
import { type CheckContext, contextOf, withState } from './evaluation/checkContext';
import { type EvaluatedTargets, evaluatedTargets } from './evaluation/evaluatedTargets';
import { evaluateEvents } from './evaluation/events';
import { NOTHING_DECIDED } from './evaluation/nothingDecided';
import type { Change } from './evidence/evidence';
import { openingsIn, withEvidence } from './evidence/gather';
import { DEFAULT_FLAPPING } from './flapping/settings';
import { applyVerdicts } from './incidents/correlate';
import { openByTarget, targetsOfOpen } from './incidents/openIncidents';
import { applyRetention } from './incidents/retention';
import { auditTransitions } from './incidents/transitionLog';
import type { IncidentChange } from './incidents/transitions';
import { isForgotten, isTakenOut } from './observation/discovered';
import { endedOutage } from './observation/endedOutage';
import type { Observed } from './observation/observation';
import { notifiedChange } from './routing/address';
import { ruleModeOf } from './ruleSettings/ruleMode';
import { outageSeverity } from './severity/outageSeverity';
import { holdBack } from './silences/heldBack';
import type { HoldOf } from './silences/hold';
import { closeEnded } from './silences/reports/closeEnded';
import { muteReminder } from './silences/reports/reminder';
import { type SilencesAt, silencesAt, withHeldEvents } from './silences/silencesAt';
import type { AlertState } from './state/alertState';
import type { AlertSettings, Evaluate, EvaluationResult } from './types';

export type * from './types';

/**
 * What follows from a check, in seven steps:
 *
 * 1. A check that sees nothing decides nothing: whatever was known stays known, and nobody is called dead. Nor does a
 *    observation that is older than the last one, which is another instance's.
 * 2. The time since the last observation, by whichever instance, is looked at: an outage is reported, and watching begins anew.
 * 3. Every rule evaluates every target. What cannot be read of a rule's memory is forgotten, with a line in the log.
 * 4. A muted target is silent, but for loud events, until all its conditions are well: then it is watched again.
 * 5. Incidents follow from the conditions; each that must be shown anew gets the next revision, and is sent.
 * 6. Events are sent as they are.
 * 7. What a silence covers is followed all the same, and not sent; at its end there is a summary of it.
 */
export const evaluate: Evaluate = (known, seen, settings) => {
  if (seen.kind === 'unavailable') return { ...NOTHING_DECIDED, state: known ?? initialState(seen.at) };
  if (known !== null && isStale(known, seen.at, settings)) return evaluateStale(known, seen, settings);
  return evaluateObservation(known ?? initialState(seen.at), seen, settings);
};

/** What is known when nothing is: watching begins. */
export const initialState = (now: Date): AlertState => ({
  createdAt: now,
  observedAt: now,
  continuousSince: now,
  master: null,
  dataLossAt: null,
  losses: null,
  targets: [],
  sessions: null,
  controls: [],
  incidents: [],
  digests: [],
  silences: [],
  lineage: [],
});

/** One that is older by more is not another instance's: our clock was set back. */
const isStale = ({ observedAt }: AlertState, now: Date, { outageAfterMs }: AlertSettings): boolean =>
  now < observedAt && msBetween(now, observedAt) <= outageAfterMs;

/** From an observation that is older than the last one follows only what Redis has lost. */
const evaluateStale = (known: AlertState, seen: Observed, settings: AlertSettings): EvaluationResult => ({
  ...NOTHING_DECIDED,
  state: { ...known, ...observeLosses(known, seen, settings.checkIntervalMs) },
});

/** Observe, evaluate, step the incidents, gather the events, and put together what is stored and sent. */
function evaluateObservation(known: AlertState, seen: Observed, settings: AlertSettings): EvaluationResult {
  const observed = contextOf(known, seen, settings);
  const evaluated = evaluatedTargets(known, seen, observed);
  const isSilent = (rule: string, target: string) => ruleModeOf(settings.rules, rule, target) === 'silent';
  const silenced = silencesAt(known.silences, settings.silenceWindows ?? [], isSilent, seen.at);
  const events = evaluateEvents(known, seen, { ...observed, holdOf: silenced.holdOf }, evaluated);
  const incidents = evaluateIncidents(known, seen, observed, evaluated, silenced.holdOf, events.recent);
  const silences = evaluateSilences(known, observed, silenced, incidents, events);
  return resultOf(known, observed, evaluated, incidents, events, silences);
}

/** What becomes of the incidents, and what is sent of each. */
function evaluateIncidents(
  known: AlertState,
  seen: Observed,
  { gap, losses, addressing, settings, membership }: CheckContext,
  { verdicts, looked }: EvaluatedTargets,
  holdOf: HoldOf,
  events: readonly Change[],
) {
  const isOff = (rule: string, target: string) =>
    settings.isStandIn !== true && ruleModeOf(settings.rules, rule, target) === 'off';
  const all = [...verdicts, lossVerdict(losses.losses, outageSeverity(known), seen.at)];
  const correlated = [
    ...(gap.isOutage ? endedOutage(known, seen, addressing) : []),
    ...applyVerdicts(known.incidents, all, seen.at, {
      ...settings,
      flapping: settings.flapping ?? DEFAULT_FLAPPING,
      continuousSince: gap.continuousSince,
      holdOf,
      isOff,
      isGone: (target) => isTakenOut(known, target, membership),
    }).map((step) => holdBack(step, holdOf, seen.at, settings.remindAfterMs)),
  ];
  const records = new Map(looked.map(({ known: record }) => [record.target, record]));
  const steps = withEvidence(correlated, {
    ...{ records, events, now: seen.at },
    balances: seen.recentBalances ?? new Map(),
  });
  const changes = steps.map(([before, change]) =>
    notifiedChange(
      before,
      change,
      addressing,
      before === null && firedBeforeWatchStart(gap.continuousSince, change) ? { verifyBeforeSend: true } : {},
    ),
  );
  const after = changes.map(({ incident }) => incident);
  return { steps, changes, ...applyRetention(after, seen.at) };
}

/** A bot that died since may have reported it, and Redis have lost that: it is looked up first. */
const firedBeforeWatchStart = (continuousSince: Date, { incident }: IncidentChange): boolean =>
  incident.targets.some(({ startedAt }) => startedAt < continuousSince);

/** What becomes of the silences, and what is sent of them. */
function evaluateSilences(
  known: AlertState,
  { addressing, watch: { now }, settings: { zone = 'UTC' } }: CheckContext,
  silenced: SilencesAt,
  { steps }: ReturnType<typeof evaluateIncidents>,
  { held }: ReturnType<typeof evaluateEvents>,
) {
  const { silences, notifications } = closeEnded(withHeldEvents(silenced, held, now), steps, addressing);
  const reminder = muteReminder({ ...known, silences }, zone, addressing);
  return {
    state: { silences, mutesRemindedAt: reminder.mutesRemindedAt },
    notifications: [...notifications, ...reminder.notifications],
  };
}

/** All that is known from now on, and what is sent, noted and forgotten. */
function resultOf(
  known: AlertState,
  observed: CheckContext,
  { looked, notLooked }: EvaluatedTargets,
  { steps, changes, incidents, forgotten }: ReturnType<typeof evaluateIncidents>,
  { sessions, controls, warned, deliveries, recent }: ReturnType<typeof evaluateEvents>,
  silences: ReturnType<typeof evaluateSilences>,
): EvaluationResult {
  const { isPartial, watch, membership } = observed;
  const { now } = watch;
  const open = openByTarget(incidents);
  const openings = openingsIn(steps);
  const records = looked.map((target) => withState(target, open, openings, observed));
  const openOf = targetsOfOpen(incidents);
  return {
    state: {
      ...(isPartial ? { ...known, partialAt: now } : observedState(known, observed)),
      targets: isPartial
        ? replaced(known.targets, records)
        : [...records, ...notLooked].filter((target) => !isForgotten(target, { now, openOf, membership })),
      sessions,
      controls,
      incidents,
      ...silences.state,
      ...warned,
      ...((recent.length > 0 || known.recentEvents) && { recentEvents: recent }),
    },
    notifications: [
      ...changes.flatMap((change) => change.notifications),
      ...deliveries,
      ...silences.notifications,
    ],
    cancelled: changes.flatMap(({ cancelled }) => cancelled),
    audit: [...auditTransitions(looked, steps, changes, now), ...changes.flatMap(({ audit }) => audit)],
    logLines: [
      ...(observed.gap.reason === null ? [] : [observed.gap.reason]),
      ...looked.flatMap(({ log }) => log),
    ],
    expiredIncidents: forgotten,
  };
}

/** What is known of how the traders were observed. */
function observedState(
  { partialAt: _, ...known }: AlertState,
  { gap, losses, watch, settings }: CheckContext,
): AlertState {
  const { continuousSince, master } = gap;
  return {
    ...known,
    ...{ observedAt: watch.now, continuousSince, master, ...losses },
    ...(settings.content && { observedWith: settings.content.hash }),
  };
}

/** The records with these in their places. */
function replaced(all: AlertState['targets'], by: AlertState['targets']): AlertState['targets'] {
  const byTarget = new Map(by.map((each) => [each.target, each]));
  return all.map((each) => byTarget.get(each.target) ?? each);
}
