import { audited } from './audited';
import { controlSettingsSchema, controlsWatched } from './controlWatch';
import type { Decide, DecideSettings, Decision } from './decision';
import { eventDelivery, type Told } from './deliveries';
import { isForgotten, type Membership, membershipIn } from './discovered';
import { endedBlindness } from './endedBlindness';
import { evictionWarning } from './eviction';
import { hintsOf } from './hints';
import type { Incident, TargetId } from './incident';
import type { Change } from './incidentLife';
import { stepped } from './incidents';
import { type Judged, staleAfterMsOf, type Watch } from './judge';
import { type JudgedTarget, type JudgedTargets, judgedTargets } from './judgedTargets';
import { kept } from './keptIncidents';
import type { Known, KnownTarget } from './known';
import { lossesSeen, lossVerdict } from './losses';
import { openByTarget, targetsOfOpen } from './openIncidents';
import { type Gap, gapBefore } from './sight';
import type { Seen } from './sighting';
import { stateByObservation } from './targetState';
import { toldChange } from './told';
import { tuningSettings, tuningWatched } from './tuningWatch';
import { between } from './values';

export type * from './decision';

/**
 * What follows from a check, in six steps:
 *
 * 1. A check that sees nothing decides nothing: whatever was known stays known, and nobody is called dead. Nor does a
 *    sight that is older than the last one, which is another copy's.
 * 2. The time since the last sight, by whichever copy, is looked at: a blindness is told of, and watching begins anew.
 * 3. Every rule judges every target. What cannot be read of a rule's memory is forgotten, with a line in the log.
 * 4. A retired target is silent, but for loud events, until all its conditions are well: then it is watched again.
 * 5. Incidents follow from the conditions; each that must be shown anew gets the next revision, and is sent.
 * 6. Events are sent as they are.
 */
export const decide: Decide = (known, seen, settings) => {
  if (seen.kind === 'blind') return { ...NOTHING, known: known ?? firstKnown(seen.at) };
  if (known !== null && isOutdated(known, seen.at, settings)) return onlySightAgain(known, seen, settings);
  return decided(known ?? firstKnown(seen.at), seen, settings);
};

const NOTHING = { deliveries: [], drop: [], audit: [], log: [], forgotten: [] } as const;

/** What is known when nothing is: watching begins. */
export const firstKnown = (now: Date): Known => ({
  knownSince: now,
  sawAt: now,
  watchedSince: now,
  source: null,
  lostAt: null,
  losses: null,
  targets: [],
  sessions: null,
  controls: [],
  incidents: [],
  digests: [],
  trail: [],
});

/** One that is older by more is not another copy's: our clock was set back. */
const isOutdated = ({ sawAt }: Known, now: Date, { blindAfterMs }: DecideSettings): boolean =>
  now < sawAt && between(now, sawAt) <= blindAfterMs;

/** Of a sight that is outdated no more follows than that the copy which has it is not blind, and what Redis has lost. */
function onlySightAgain(known: Known, seen: Seen, settings: DecideSettings): Decision {
  const told = { channel: settings.channel, detectedAt: seen.at };
  const changes = endedBlindness(known, false, seen).map(([before, change]) =>
    toldChange(before, change, told),
  );
  return {
    ...NOTHING,
    known: {
      ...known,
      ...lossesSeen(known, seen, settings.checkIntervalMs),
      incidents: [...known.incidents, ...changes.map(({ incident }) => incident)],
    },
    deliveries: changes.flatMap(({ deliveries }) => deliveries),
  };
}

/** Observe, judge, step the incidents, gather the events, and put together what is stored and sent. */
function decided(known: Known, seen: Seen, settings: DecideSettings): Decision {
  const observed = observedBy(known, seen, settings);
  const judgement = judgedTargets(known, seen, observed);
  const incidents = steppedIncidents(known, seen, observed, judgement);
  const events = gatheredEvents(known, seen, observed, judgement);
  return committed(known, observed, judgement, incidents, events);
}

/** What the check means for all targets alike: gaps, losses, and how the targets are watched. */
function observedBy(known: Known, seen: Seen, settings: DecideSettings): Observed {
  const gap = gapBefore(known, seen, settings);
  const losses = lossesSeen(known, seen, settings.checkIntervalMs);
  const watch = {
    now: seen.at,
    watchedSince: gap.watchedSince,
    unseenMs: gap.unseenMs,
    lostAt: losses.lostAt,
    rules: settings.rules,
    targets: settings.targets,
    lastRealOrders: seen.lastRealOrders,
    isOwnClock: seen.ownSawAt === undefined || seen.ownSawAt?.getTime() === known.sawAt.getTime(),
  };
  const told = { channel: settings.channel, detectedAt: seen.at };
  const membership = membershipIn(settings.directory);
  return { gap, losses, watch, told, settings, membership, mayEvict: seen.mayEvict ?? false };
}

interface Observed {
  readonly gap: Gap;
  readonly losses: Pick<Known, 'lostAt' | 'losses'>;
  readonly watch: Watch;
  readonly told: Told;
  readonly settings: DecideSettings;
  readonly membership: Membership;
  readonly mayEvict: boolean;
}

/** What becomes of the incidents, and what is sent of each. */
function steppedIncidents(
  known: Known,
  seen: Seen,
  { gap, losses, told, settings }: Observed,
  { verdicts }: JudgedTargets,
) {
  const all = [...verdicts, lossVerdict(losses.losses, seen.at)];
  const steps = [
    ...endedBlindness(known, gap.isBlindness, seen),
    ...stepped(known.incidents, all, seen.at, settings),
  ];
  const changes = steps.map(([before, change]) =>
    toldChange(
      before,
      change,
      before === null && wasBadBefore(gap.watchedSince, change) ? { ...told, restored: true } : told,
    ),
  );
  const after = changes.map(({ incident }) => incident);
  return { steps, changes, ...kept(after, seen.at) };
}

/** A bot that died since may have told of it, and Redis have lost that: it is looked up first. */
const wasBadBefore = (watchedSince: Date, { incident }: Change): boolean =>
  incident.targets.some(({ since }) => since < watchedSince);

/** What happened once: of the targets, the tuning sessions, the control states, and the store. */
function gatheredEvents(known: Known, seen: Seen, { watch, told }: Observed, { looked }: JudgedTargets) {
  const tuning = watchedSessions(known, seen, watch);
  const control = watchedControls(known, seen, watch.rules.control);
  const eviction = evictionWarning(known, seen, told);
  const events = [...looked.flatMap(eventsOf), ...tuning.events, ...control.events];
  return {
    sessions: tuning.sessions,
    controls: control.controls,
    warned: eviction.warned,
    deliveries: [...events.map((event) => eventDelivery(event, known.sawAt, told)), ...eviction.deliveries],
  };
}

/** Of one that is off watch, loud ones alone; of one on probation, none. */
const eventsOf = ({ known: { probation, retired }, events }: JudgedTarget): Judged['events'] =>
  probation === null ? events.filter(({ level }) => level === 'loud' || !retired) : [];

/** All that is known from now on, and what is sent, noted and forgotten. */
function committed(
  known: Known,
  observed: Observed,
  { looked, notLooked }: JudgedTargets,
  { steps, changes, incidents, forgotten }: ReturnType<typeof steppedIncidents>,
  { sessions, controls, warned, deliveries }: ReturnType<typeof gatheredEvents>,
): Decision {
  const { gap, losses, watch, membership } = observed;
  const { now } = watch;
  const open = openByTarget(incidents);
  const targets = [...looked.map((target) => withState(target, open, observed)), ...notLooked];
  const openOf = targetsOfOpen(incidents);
  return {
    known: {
      knownSince: known.knownSince,
      sawAt: now,
      watchedSince: gap.watchedSince,
      source: gap.source,
      ...losses,
      targets: targets.filter((target) => !isForgotten(target, { now, openOf, membership })),
      sessions,
      controls,
      incidents,
      digests: known.digests,
      trail: known.trail,
      ...warned,
    },
    deliveries: [...changes.flatMap((change) => change.deliveries), ...deliveries],
    drop: changes.flatMap(({ drop }) => drop),
    audit: audited(looked, steps, changes, now),
    log: [...(gap.why === null ? [] : [gap.why]), ...looked.flatMap(({ log }) => log)],
    forgotten,
  };
}

/** With its status and hints, which depend on all incidents. */
function withState(
  { known, snapshot, observation }: Judged,
  open: ReadonlyMap<TargetId, readonly Incident[]>,
  { watch: { now, watchedSince, rules, targets }, mayEvict }: Observed,
): KnownTarget {
  const facts = {
    place: snapshot,
    seen: snapshot,
    known,
    incidents: open.get(known.target) ?? [],
    watchedSince,
    configured: targets?.get(known.target),
    staleAfterMs: staleAfterMsOf(rules, known.target),
  };
  const state = stateByObservation(observation, facts, snapshot, now);
  return { ...known, status: state.status, hints: hintsOf(state, snapshot, mayEvict) };
}

function watchedSessions(known: Known, seen: Seen, watch: Watch) {
  const settings = tuningSettings(watch.rules.tuning);
  if (!settings.enabled) return { sessions: null, events: [] };
  if (seen.sessions === null) return { sessions: known.sessions, events: [] };
  return tuningWatched(known.sessions, seen.sessions, { ...watch, settings });
}

function watchedControls({ controls }: Known, { controls: seen, at }: Seen, configured: unknown) {
  const { enabled } = controlSettingsSchema.parse(configured ?? {});
  if (!enabled) return { controls: [], events: [] };
  return seen === undefined ? { controls, events: [] } : controlsWatched(controls, seen, at);
}
