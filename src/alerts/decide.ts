import { type Env, placeId, placeOfId } from '../state/keys';
import { controlSettingsSchema, controlsWatched } from './controlWatch';
import type { AuditEntry, Decide, DecideSettings, Decision } from './decision';
import { eventDelivery } from './deliveries';
import { isForgotten, membershipIn, noted, notLookedAt, type Origin } from './discovered';
import { evictionWarning } from './eviction';
import { hintsOf } from './hints';
import type { Incident, TargetId } from './incident';
import type { Change } from './incidentLife';
import { stepped } from './incidents';
import { type Judged, judged, staleAfterMsOf, type Verdict } from './judge';
import { kept } from './keptIncidents';
import type { Known, KnownTarget } from './known';
import { DATA_LOSS, givesGrace, lossCondition, lossesAfter, REDIS } from './losses';
import type { Condition } from './rule';
import { RULES } from './rules';
import { blindness, gapBefore, isBlindness, isSameBlindness } from './sight';
import type { Seen } from './sighting';
import type { Step } from './steps';
import { stateByObservation } from './targetState';
import { type ToldChange, toldChange } from './told';
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

/** One that is older by more is not another copy's: our clock was set back. */
const isOutdated = ({ sawAt }: Known, now: Date, { blindAfterMs }: DecideSettings): boolean =>
  now < sawAt && between(now, sawAt) <= blindAfterMs;

function decided(known: Known, seen: Seen, settings: DecideSettings): Decision {
  const now = seen.at;
  const told = { channel: settings.channel, detectedAt: now };
  const gap = gapBefore(known, seen, settings);
  const { lostAt, losses } = lossesBy(known, seen, settings);
  const { watchedSince, unseenMs } = gap;
  const watch = {
    now,
    watchedSince,
    unseenMs,
    lostAt,
    rules: settings.rules,
    targets: settings.targets,
    lastRealOrders: seen.lastRealOrders,
  };
  const before = new Map(known.targets.map((each) => [each.target, each]));
  const membership = membershipIn(settings.directory);
  const targets = seen.snapshots.map((snapshot) => {
    const id = placeId(snapshot);
    const knownTarget = before.get(id) ?? null;
    const isConfigured = membership.isConfigured(id);
    const origin = noted(knownTarget, snapshot, {
      now,
      isConfigured,
      isFound: seen.found?.has(id) === true,
      checkIntervalMs: settings.checkIntervalMs,
    });
    return unretired(withOrigin(judged(knownTarget, snapshot, watch), origin, knownTarget));
  });
  const unseen = notLookedAt(known, new Set(targets.map((target) => target.known.target)), membership);
  const watched = targets.filter((target) => !target.known.retired && target.known.probation === null);
  const verdicts = [
    ...watched.flatMap((target) => target.verdicts),
    ...unseen.flatMap(undecided),
    ofRedis(lossCondition(losses, now)),
  ];
  const steps = [
    ...endedBlindness(known, gap.isBlindness, seen),
    ...stepped(known.incidents, verdicts, now, settings),
  ];
  const changes = steps.map(([before, change]) =>
    toldChange(
      before,
      change,
      before === null && wasBadBefore(watchedSince, change) ? { ...told, restored: true } : told,
    ),
  );
  const tuning = watchedSessions(known, seen, watch);
  const control = watchedControls(known, seen, settings.rules.control);
  const eviction = evictionWarning(known, seen, told);
  const events = [
    ...targets.flatMap((target) =>
      target.known.probation === null
        ? target.events.filter(({ level }) => level === 'loud' || !target.known.retired)
        : [],
    ),
    ...tuning.events,
    ...control.events,
  ];
  const { incidents, forgotten } = kept(
    changes.map(({ incident }) => incident),
    now,
  );
  const openTargets = openOf(incidents);
  const open = openByTarget(incidents);
  return {
    known: {
      knownSince: known.knownSince,
      sawAt: now,
      watchedSince,
      source: gap.source,
      lostAt,
      losses,
      targets: [
        ...targets.map((target) => withState(target, open, watchedSince, seen, settings)),
        ...unseen,
      ].filter((target) => !isForgotten(target, { now, openOf: openTargets, membership })),
      sessions: tuning.sessions,
      controls: control.controls,
      incidents,
      digests: known.digests,
      trail: known.trail,
      ...eviction.warned,
    },
    deliveries: [
      ...changes.flatMap(({ deliveries }) => deliveries),
      ...events.map((event) => eventDelivery(event, known.sawAt, told)),
      ...eviction.deliveries,
    ],
    drop: changes.flatMap(({ drop }) => drop),
    audit: [
      ...targets.filter(({ isBack }) => isBack).map((target) => back(target, now)),
      ...audited(steps, changes, now),
    ],
    log: [...(gap.why === null ? [] : [gap.why]), ...targets.flatMap(({ log }) => log)],
    forgotten,
  };
}

/** A storm's incident has many targets: to look for each of them in it would take their square. */
function openByTarget(incidents: readonly Incident[]): ReadonlyMap<TargetId, readonly Incident[]> {
  const open = new Map<TargetId, Incident[]>();
  for (const incident of incidents) {
    if (incident.closedAt !== null) continue;
    for (const { target, recoveredAt } of incident.targets)
      if (recoveredAt === null) open.set(target, [...(open.get(target) ?? []), incident]);
  }
  return open;
}

/** With its status and hints, which depend on all incidents. */
function withState(
  { known, snapshot, observation }: Judged,
  open: ReadonlyMap<TargetId, readonly Incident[]>,
  watchedSince: Date,
  { at: now, mayEvict = false }: Seen,
  { rules, targets }: DecideSettings,
): Known['targets'][number] {
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

const NOTHING = { deliveries: [], drop: [], audit: [], log: [], forgotten: [] } as const;

/** When Redis last lost data in a way that gives each trader time, and how often it did of late. */
function lossesBy(
  known: Known,
  { isAfterLoss = false, at }: Seen,
  { checkIntervalMs }: DecideSettings,
): Pick<Known, 'lostAt' | 'losses'> {
  return {
    lostAt: isAfterLoss && givesGrace(known.losses, at) ? at : known.lostAt,
    losses: lossesAfter(known.losses, isAfterLoss, at, checkIntervalMs),
  };
}

const ofRedis = (condition: Condition): Verdict => ({
  rule: DATA_LOSS,
  target: REDIS,
  env: REDIS as Env,
  condition,
});

/** A bot that died since may have told of it, and Redis have lost that: it is looked up first. */
const wasBadBefore = (watchedSince: Date, { incident }: Change): boolean =>
  incident.targets.some(({ since }) => since < watchedSince);

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

/** With how it came to be known; the log tells of one that was found, and of its coming off probation. */
function withOrigin(target: Judged, origin: Origin, before: KnownTarget | null): Judged {
  const { target: id } = target.known;
  const isFound = before === null && origin.origin === 'discovered';
  const isProven = before !== null && before.probation !== null && origin.probation === null;
  return {
    ...target,
    known: { ...target.known, ...origin },
    log: [
      ...target.log,
      ...(isFound
        ? [`${id} was found by its keys; alerts of it begin once it has written for 5 minutes`]
        : []),
      ...(isProven ? [`${id} has written for 5 minutes, and is watched from now on`] : []),
    ],
  };
}

/** What was not looked at stays as it is. */
const undecided = ({ target }: KnownTarget): Verdict[] =>
  RULES.map(({ name: rule }) => ({
    rule,
    target,
    env: placeOfId(target)?.env ?? target,
    condition: { is: 'undecided' },
  }));

const openOf = (incidents: readonly Incident[]): ReadonlySet<TargetId> =>
  new Set(
    incidents.flatMap(({ closedAt, targets }) =>
      closedAt === null ? targets.map(({ target }) => target) : [],
    ),
  );

/** A retired target whose conditions are all well is watched again. */
function unretired(target: Judged): Judged & { readonly isBack: boolean } {
  if (!target.known.retired) return { ...target, isBack: false };
  const conditions = target.verdicts.flatMap(({ condition }) => (condition === null ? [] : [condition.is]));
  const isBack = conditions.length > 0 && conditions.every((is) => is === 'well');
  return isBack ? { ...target, known: { ...target.known, retired: false }, isBack } : { ...target, isBack };
}

/**
 * The blindness that is over, which may have been told of from memory while it lasted. One that this copy alone had, or
 * of which the ledger has lost the beginning, ends as well: else its message would say for ever that nothing is seen.
 */
function endedBlindness(known: Known, wasBlind: boolean, { at, toldBlind = null }: Seen): Step[] {
  const steps: Step[] = [];
  const isKnown = (id: string): boolean => known.incidents.some((each) => each.id === id);
  const end = (before: Incident): void => {
    steps.push([before, { incident: { ...before, state: 'recovered', closedAt: at }, notes: [] }]);
  };
  const before = blindness(known.sawAt);
  if (wasBlind && !isKnown(before.id)) end({ ...before, ...storeOutageOf(toldBlind, before, at) });
  const blind = [...known.incidents, ...steps.map(([, { incident }]) => incident)].filter(isBlindness);
  // It lasted until now.
  if (toldBlind !== null && !blind.some((each) => isSameBlindness(each, { ...toldBlind, closedAt: at })))
    end(toldBlind);
  return steps;
}

/** Why nothing could be stored in a blindness, by what was told of the same one while it lasted. */
function storeOutageOf(toldBlind: Incident | null, blind: Incident, at: Date): Pick<Incident, 'storeOutage'> {
  if (toldBlind?.storeOutage === undefined) return {};
  const isSame = isSameBlindness({ ...blind, closedAt: at }, { ...toldBlind, closedAt: at });
  return isSame ? { storeOutage: toldBlind.storeOutage } : {};
}

/** Of a sight that is outdated no more follows than that the copy which has it is not blind, and what Redis has lost. */
function onlySightAgain(known: Known, seen: Seen, settings: DecideSettings): Decision {
  const { channel } = settings;
  const told = { channel, detectedAt: seen.at };
  const changes = endedBlindness(known, false, seen).map(([before, change]) =>
    toldChange(before, change, told),
  );
  return {
    ...NOTHING,
    known: {
      ...known,
      ...lossesBy(known, seen, settings),
      incidents: [...known.incidents, ...changes.map(({ incident }) => incident)],
    },
    deliveries: changes.flatMap(({ deliveries }) => deliveries),
  };
}

function watchedSessions(
  known: Known,
  seen: Seen,
  watch: { readonly now: Date; readonly watchedSince: Date; readonly rules: DecideSettings['rules'] },
) {
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

const back = ({ known: { target } }: Judged, at: Date): AuditEntry => ({
  at,
  userId: null,
  what: `${target} is well and watched again`,
});

const audited = (steps: readonly Step[], changes: readonly ToldChange[], at: Date): AuditEntry[] =>
  steps.flatMap(([before], i) => {
    const incident = changes[i]?.incident;
    if (incident === undefined || before?.state === incident.state) return [];
    return [{ at, userId: null, what: `${incident.id}: ${words(before, incident)}` }];
  });

const words = (before: Incident | null, { state }: Incident): string => {
  if (before !== null) return `${before.state} → ${state}`;
  return state === 'open' ? 'opened' : state;
};
