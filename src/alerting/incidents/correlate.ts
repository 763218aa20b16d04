import { msBetween } from '../../lib/time';
import type { Verdict } from '../rules/runRules';
import { raiseSeverity } from '../severity/raise';
import { holdOfIncident } from '../silences/heldBack';
import type { HoldOf } from '../silences/hold';
import type { Incident, TargetId } from './incident';
import { IncidentIndex, type IncidentTransition } from './incidentIndex';
import {
  addTarget,
  closeAsMuted,
  closeAsRuleOff,
  type FiringTarget,
  type IncidentChange,
  isClosed,
  isRecovered,
  openIncident,
  recoverTarget,
  remindIfDue,
  reopen,
  resolve,
  updateDetails,
} from './transitions';

/** Bad again within this time after its recovery is the same incident, in ms. */
export const FLAP_WITHIN_MS = 600_000;
/**
 * What was closed because its rule was switched off is not opened again for so long, in ms: an instance that still runs with
 * the configuration of before would do so at every check.
 */
const STAYS_OFF_MS = 120_000;

interface IncidentSettings {
  readonly checkIntervalMs: number;
  readonly remindAfterMs: readonly [number, number];
  /** What holds back an alert; nothing unless given. */
  readonly holdOf?: HoldOf;
  /** Whether the rule is switched off for the target; it is not unless given. */
  readonly isOff?: (rule: string, target: string) => boolean;
}

/**
 * What the rules' verdicts make of the incidents:
 *
 * 1. A target that is well recovers from the open incident it is in; one that is undecided stays as it is.
 * 2. A target that is bad stays in the open incident it is in. If it had recovered there at most 10 minutes ago, or if
 *    the incident was closed as recovered at most 10 minutes ago, it is a flap of that incident.
 * 3. Otherwise it joins an open incident of the same rule and env that was opened within one check interval (a storm),
 *    or else opens one of its own.
 * 4. An incident is closed as recovered when all its targets are well. Targets that are not watched any more (muted,
 *    or their rule was switched off, or they were taken out of the configuration) do not hold it open.
 * 5. What is still bad, open and unacknowledged is reminded of; a snooze that has ended opens it again with a reminder.
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
    ({ closedAt }) => closedAt !== null && msBetween(closedAt, now) > FLAP_WITHIN_MS,
  );
  for (const verdict of verdicts) applyVerdict(steps, verdict, now, settings);
  // A rule without a condition, such as that of a heartbeat no longer expected, does not watch the target any more.
  const watching = verdicts.filter(({ condition }) => condition !== null);
  const saying = new Map(watching.map((verdict) => [`${verdict.rule} ${verdict.target}`, verdict]));
  return steps.list().map(([before, change]) => [before, closeOrRemind(change, saying, now, settings)]);
}

function applyVerdict(steps: IncidentIndex, verdict: Verdict, now: Date, settings: IncidentSettings): void {
  const { condition, target, rule, env } = verdict;
  if (condition === null || condition.is === 'undecided') return;
  const own = steps.findByTarget(rule, target, (incident) => isSameIncident(incident, verdict, now));
  if (condition.is === 'well') {
    if (own === null || isClosed(own.change.incident)) return;
    own.replace(recoverTarget(own.change, target, condition.since ?? now));
    return;
  }
  const { severity, provenSeverity } = verdict;
  const bad: FiringTarget = { target, startedAt: condition.since, details: condition.facts, severity };
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
        : raiseSeverity(reopen(change, bad, now, settings.remindAfterMs), bad, now, settings.remindAfterMs),
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
 * well for longer dies anew: told in a storm that still lasts, and may be snoozed, its death could pass unseen.
 */
function isSameIncident(incident: Incident, { target }: Verdict, now: Date): boolean {
  const own = incident.targets.find((each) => each.target === target);
  if (own === undefined) return false;
  if (incident.closedAt === null)
    return own.recoveredAt === null || msBetween(own.recoveredAt, now) <= FLAP_WITHIN_MS;
  return incident.state === 'recovered' && msBetween(incident.closedAt, now) <= FLAP_WITHIN_MS;
}

const wasJustSwitchedOff = ({ state, closedAt, targets }: Incident, target: TargetId, now: Date): boolean =>
  state === 'closed' &&
  closedAt !== null &&
  msBetween(closedAt, now) <= STAYS_OFF_MS &&
  targets.some((each) => each.target === target && !isRecovered(each));

/**
 * Checks come about every interval, so the next one is within one and a half. What is held back does not join what is
 * posted: it would be told of with it.
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

function closeOrRemind(
  change: IncidentChange,
  saying: ReadonlyMap<string, Verdict>,
  now: Date,
  settings: IncidentSettings,
): IncidentChange {
  const { incident } = change;
  if (isClosed(incident)) return change;
  const left = incident.targets.filter((target) => !isRecovered(target));
  if (left.length === 0) return resolve(change, now);
  const leftVerdicts = left.flatMap(({ target }) => saying.get(`${incident.rule} ${target}`) ?? []);
  if (leftVerdicts.length === 0) {
    const isOff = left.every(({ target }) => settings.isOff?.(incident.rule, target));
    return isOff ? closeAsRuleOff(change, now) : closeAsMuted(change, now);
  }
  // It may be about to recover: then a reminder would come at the wrong moment.
  if (leftVerdicts.every(({ condition }) => condition?.is === 'undecided')) return change;
  return remindIfDue(change, now, settings.remindAfterMs);
}
