import { traderNamespace } from '../state/keys';
import type { AuditEntry, Decide, DecideSettings, Decision } from './decision';
import { eventDelivery } from './deliveries';
import { evictionWarning } from './eviction';
import type { Incident } from './incident';
import type { Change } from './incidentLife';
import { stepped } from './incidents';
import { type Judged, judged } from './judge';
import { kept } from './keptIncidents';
import type { Known } from './known';
import { blindness, gapBefore, isBlindness, isSameBlindness } from './sight';
import type { Seen } from './sighting';
import type { Step } from './steps';
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
  const lostAt = lostAtBy(known, seen);
  const { watchedSince, unseenMs } = gap;
  const watch = { now, watchedSince, unseenMs, lostAt, rules: settings.rules };
  const before = new Map(known.targets.map((each) => [each.target, each]));
  const targets = seen.snapshots.map((snapshot) => {
    const knownTarget = before.get(traderNamespace(snapshot)) ?? null;
    return unretired(judged(knownTarget, snapshot, watch));
  });
  const watched = targets.filter((target) => !target.known.retired);
  const verdicts = watched.flatMap((target) => target.verdicts);
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
  const eviction = evictionWarning(known, seen, told);
  const events = [
    ...targets.flatMap((target) =>
      target.events.filter(({ level }) => level === 'loud' || !target.known.retired),
    ),
    ...tuning.events,
  ];
  const { incidents, forgotten } = kept(
    changes.map(({ incident }) => incident),
    now,
  );
  return {
    known: {
      knownSince: known.knownSince,
      sawAt: now,
      watchedSince,
      source: gap.source,
      lostAt,
      targets: targets.map((target) => target.known),
      sessions: tuning.sessions,
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

const NOTHING = { deliveries: [], drop: [], audit: [], log: [], forgotten: [] } as const;

/** When Redis last was noticed to have lost data; null for never. */
const lostAtBy = (known: Known, { isAfterLoss, at }: Seen): Date | null =>
  isAfterLoss === true ? at : known.lostAt;

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
  targets: [],
  sessions: null,
  incidents: [],
  digests: [],
  trail: [],
});

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
function onlySightAgain(known: Known, seen: Seen, { channel }: DecideSettings): Decision {
  const told = { channel, detectedAt: seen.at };
  const changes = endedBlindness(known, false, seen).map(([before, change]) =>
    toldChange(before, change, told),
  );
  return {
    ...NOTHING,
    known: {
      ...known,
      lostAt: lostAtBy(known, seen),
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
