import { earlier, msBetween } from '../../lib/time';
import { isDrill } from '../drill/drill';
import { endDrills } from '../drill/endDrill';
import type { Verdict } from '../evaluation/runRules';
import { calmAt, isUnstable, mayRelapse } from '../flapping/relapse';
import { FLAP_WITHIN_MS } from '../flapping/settings';
import { noHeartbeat } from '../rules/noHeartbeat';
import { raiseSeverity } from '../severity/raise';
import { holdOfIncident } from '../silences/heldBack';
import type { HoldOf } from '../silences/hold';
import type { AffectedTarget, Incident, TargetId } from './incident';
import { IncidentIndex, type IncidentTransition } from './incidentIndex';
import {
  addTarget,
  closeUnwatched,
  type FiringTarget,
  type IncidentChange,
  isClosed,
  isRecovered,
  openIncident,
  recoverTarget,
  remindIfDue,
  reopen,
  reportSteady,
  resolve,
  type TransitionSettings,
  updateDetails,
} from './transitions';

/** A relapse is found so much later at most, as that of a portfolio that is to be written once a day, in ms. */
const RELAPSE_FOUND_WITHIN_MS = 2 * 86_400_000;

/**
 * What was closed because its rule was switched off is not opened again for so long, in ms: an instance that still runs with
 * the configuration of before would do so at every check.
 */
const STAYS_OFF_MS = 120_000;

interface IncidentSettings extends TransitionSettings {
  readonly checkIntervalMs: number;
  /** What holds back an alert; nothing unless given. */
  readonly holdOf?: HoldOf;
  /** Whether the rule is switched off for the target; it is not unless given. */
  readonly isOff?: (rule: string, target: string) => boolean;
  /** Whether the configuration names the target no more; it does unless given. */
  readonly isGone?: (target: TargetId) => boolean;
  /** Since when the traders have been observed without a gap. */
  readonly continuousSince: Date;
}

/**
 * What the rules' verdicts make of the incidents:
 *
 * 1. A target that is well recovers from the open incident it is in; one that is undecided stays as it is.
 * 2. A target that is bad stays in the open incident it is in. If it began at most 10 minutes after it recovered there,
 *    or after the incident was closed as recovered, it is a flap of that incident. After several flaps the
 *    target is unstable: nothing more is said until it is stable again, or stays bad (docs/guarantees.md has the table).
 * 3. Otherwise it joins an open incident of the same rule and env that was opened within one check interval (a storm),
 *    or else opens one of its own.
 * 4. An incident is closed as recovered when all its targets are well, unstable ones for long enough. Targets that are not watched any more (muted,
 *    or their rule was switched off, or they were taken out of the configuration) do not hold it open.
 * 5. What is still bad, open and unacknowledged is reminded of; a snooze that has ended opens it again with a reminder.
 * 6. A drill ends when it is due, and when a critical alert is open.
 *
 * Verdicts on muted targets must have been left out.
 */
export function applyVerdicts(
  incidents: readonly Incident[],
  verdicts: readonly Verdict[],
  now: Date,
  settings: IncidentSettings,
): readonly IncidentTransition[] {
  const steps = new IncidentIndex(
    incidents,
    ({ closedAt, state }) =>
      closedAt !== null &&
      state !== 'closed' &&
      (state !== 'recovered' || msBetween(closedAt, now) > RELAPSE_FOUND_WITHIN_MS),
  );
  for (const verdict of verdicts) applyVerdict(steps, verdict, now, settings);
  // A rule without a condition, such as that of a heartbeat no longer expected, does not watch the target any more.
  const watching = verdicts.filter(({ condition }) => condition !== null);
  const saying = new Map(watching.map((verdict) => [verdictKey(verdict), verdict]));
  const released = new Set(verdicts.filter(({ condition }) => condition === null).map(verdictKey));
  const transitions = steps
    .list()
    .map(
      ([before, change]): IncidentTransition => [
        before,
        closeOrRemind(change, { saying, released }, now, settings),
      ],
    );
  return endDrills(transitions, now);
}

function applyVerdict(steps: IncidentIndex, verdict: Verdict, now: Date, settings: IncidentSettings): void {
  const { condition, target, rule, env } = verdict;
  if (condition === null || condition.status === 'pending') return;
  const own = steps.findByTarget(rule, target, (incident) => isSameIncident(incident, verdict, now));
  if (condition.status === 'ok') {
    if (own === null || isClosed(own.change.incident)) return;
    own.replace(recoverTarget(own.change, target, condition.since ?? now));
    return;
  }
  const { severity, provenSeverity } = verdict;
  const bad: FiringTarget = { target, startedAt: condition.since, details: condition.details, severity };
  if (own !== null) {
    const { change } = own;
    const isStillBad = change.incident.targets.some((each) => each.target === target && !isRecovered(each));
    own.replace(
      isStillBad
        ? raiseSeverity(
            { ...change, incident: updateDetails(change.incident, target, bad.details) },
            { target, severity: provenSeverity },
            now,
            settings.remindAfterMs,
          )
        : raiseSeverity(reopen(change, bad, now, settings), bad, now, settings.remindAfterMs),
    );
    return;
  }
  if (steps.findByTarget(rule, target, (incident) => wasJustSwitchedOff(incident, target, now)) !== null)
    return;
  const storm = steps.findByEnv(rule, env, (incident) => isGroupable(incident, verdict, now, settings));
  if (storm !== null)
    storm.replace(
      raiseSeverity(
        addTarget(storm.change, bad, now, settings.remindAfterMs),
        bad,
        now,
        settings.remindAfterMs,
      ),
    );
  else {
    const opened = openIncident(rule, bad, now, settings.remindAfterMs);
    steps.add({ incident: { ...opened, id: steps.freeId(opened.id) }, notes: [] });
  }
}

/**
 * True for the open incident that the target is in, and for one that it recovered from a short time ago. One that was
 * well for longer dies anew: reported in a storm that still lasts, and may be snoozed, its death could pass unseen. So does one
 * that was unstable, and has been well for long enough to count as stable.
 */
function isSameIncident(incident: Incident, { target, condition }: Verdict, now: Date): boolean {
  const own = incident.targets.find((each) => each.target === target);
  if (own === undefined) return false;
  // A rule finds a relapse later than it began.
  const at = condition?.status === 'firing' ? earlier(condition.since, now) : now;
  if (incident.closedAt === null) return mayRelapse(own, at);
  return (
    incident.state === 'recovered' && !isUnstable(own) && msBetween(incident.closedAt, at) <= FLAP_WITHIN_MS
  );
}

const wasJustSwitchedOff = ({ state, closedAt, targets }: Incident, target: TargetId, now: Date): boolean =>
  state === 'closed' &&
  closedAt !== null &&
  msBetween(closedAt, now) <= STAYS_OFF_MS &&
  targets.some((each) => each.target === target && !isRecovered(each));

/**
 * Checks come about every interval, so the next one is within one and a half. What is held back does not join what is
 * posted: it would be reported with it.
 */
const isGroupable = (
  incident: Incident,
  verdict: Verdict,
  now: Date,
  { checkIntervalMs, holdOf = () => null }: IncidentSettings,
): boolean =>
  incident.closedAt === null &&
  Math.abs(msBetween(incident.openedAt, now)) <= checkIntervalMs * 1.5 &&
  (holdOf(verdict) === null) === (holdOfIncident(incident, holdOf) === null);

const verdictKey = ({ rule, target }: Pick<Verdict, 'rule' | 'target'>): string => `${rule} ${target}`;

interface Said {
  /** By rule and target. */
  readonly saying: ReadonlyMap<string, Verdict>;
  /** What no rule waits for any more. */
  readonly released: ReadonlySet<string>;
}

function closeOrRemind(
  change: IncidentChange,
  { saying, released }: Said,
  now: Date,
  settings: IncidentSettings,
): IncidentChange {
  const { incident } = change;
  if (isClosed(incident) || isDrill(incident)) return change;
  const verdictsOf = (targets: Incident['targets']) =>
    targets.flatMap(({ target }) => saying.get(`${incident.rule} ${target}`) ?? []);
  const left = incident.targets.filter((target) => !isRecovered(target));
  if (left.length === 0) {
    const unstable = incident.targets.filter(isUnstable);
    if (unstable.every((target) => isCalm(target, now, settings))) return resolve(change, now);
    if (verdictsOf(unstable).some(isPending)) return change;
    return remindIfDue(change, now, settings.remindAfterMs);
  }
  const leftVerdicts = verdictsOf(left);
  if (leftVerdicts.length === 0) {
    const { isOff = () => false, isGone = () => false } = settings;
    const on = left.filter(({ target }) => !isOff(incident.rule, target));
    if (on.length === 0) return closeUnwatched('rule_off', change, now);
    if (on.every(({ target }) => isGone(target))) return closeUnwatched('target_gone', change, now);
    const { rule } = incident;
    // A heartbeat that is no longer expected is a kind of mute: a person may have said so, and it ends with the next one.
    const isIgnored =
      rule !== noHeartbeat.name && on.every(({ target }) => released.has(verdictKey({ rule, target })));
    return closeUnwatched(isIgnored ? 'ignored' : 'muted', change, now);
  }
  // It may be about to recover: then a reminder would come at the wrong moment.
  if (leftVerdicts.every(isPending)) return change;
  return remindIfDue(reportSteady(change, now, settings), now, settings.remindAfterMs);
}

const isPending = ({ condition }: Verdict): boolean => condition?.status === 'pending';

/** An unstable target counts as stable once it was observed to be ok for long enough. */
function isCalm(target: AffectedTarget, now: Date, { continuousSince, flapping }: IncidentSettings): boolean {
  const at = calmAt(target, continuousSince, flapping);
  return at !== null && at <= now;
}
