import type { Incident } from './incident';
import {
  type Badness,
  type Change,
  closedAsUnwatched,
  closedAsWell,
  isClosed,
  isWell,
  joined,
  opened,
  recovered,
  reminded,
  reopened,
  withFacts,
} from './incidentLife';
import type { Verdict } from './judge';
import { between } from './values';

/** Bad again within this time after its recovery is the same incident, in ms. */
export const FLAP_WITHIN_MS = 600_000;

interface IncidentSettings {
  readonly checkIntervalMs: number;
  readonly remindAfterMs: readonly [number, number];
}

/** An incident before a check (null: there was none) and what the check makes of it. */
export type Step = readonly [before: Incident | null, change: Change];

/**
 * What the rules' verdicts make of the incidents:
 *
 * 1. A target that is well recovers from the open incident it is in; one that is undecided stays as it is.
 * 2. A target that is bad stays in the open incident it is in. If it had recovered there at most 10 minutes ago, or if
 *    the incident was closed as recovered at most 10 minutes ago, it is a flap of that incident.
 * 3. Otherwise it joins an open incident of the same rule and env that was opened within one check interval (a storm),
 *    or else opens one of its own.
 * 4. An incident is closed as recovered when all its targets are well. Targets that are not watched any more (retired,
 *    or their rule or they themselves were taken out of the configuration) do not hold it open.
 * 5. What is still bad, open and unacknowledged is reminded of; a snooze that has ended opens it again with a reminder.
 *
 * Verdicts on retired targets must have been left out.
 */
export function stepped(
  incidents: readonly Incident[],
  verdicts: readonly Verdict[],
  now: Date,
  settings: IncidentSettings,
): readonly Step[] {
  const steps: Step[] = incidents.map((incident) => [incident, { incident, notes: [] }]);
  for (const verdict of verdicts) apply(steps, verdict, now, settings);
  return steps.map(([before, change]) => [before, ended(change, verdicts, now, settings)]);
}

function apply(steps: Step[], verdict: Verdict, now: Date, settings: IncidentSettings): void {
  const { condition, target, rule } = verdict;
  if (condition === null || condition.is === 'undecided') return;
  const own = lastIndex(steps, (incident) => isItsOwn(incident, verdict, now));
  const step = steps[own];
  if (condition.is === 'well') {
    if (step === undefined || isClosed(step[1].incident)) return;
    steps[own] = [step[0], recovered(step[1], target, condition.since ?? now)];
    return;
  }
  const bad: Badness = { target, since: condition.since, facts: condition.facts };
  if (step !== undefined) {
    const [before, change] = step;
    const isStillBad = change.incident.targets.some((each) => each.target === target && !isWell(each));
    steps[own] = [
      before,
      isStillBad
        ? { ...change, incident: withFacts(change.incident, target, bad.facts) }
        : reopened(change, bad, now, settings.remindAfterMs),
    ];
    return;
  }
  const storm = lastIndex(steps, (incident) => isStormOf(incident, verdict, now, settings.checkIntervalMs));
  const other = steps[storm];
  if (other !== undefined) steps[storm] = [other[0], joined(other[1], bad, now, settings.remindAfterMs)];
  else steps.push([null, { incident: opened(rule, bad, now, settings.remindAfterMs), notes: [] }]);
}

const lastIndex = (steps: readonly Step[], fits: (incident: Incident) => boolean): number =>
  steps.findLastIndex(([, { incident }]) => fits(incident));

/**
 * True for the open incident that the target is in, and for one that it recovered from a short time ago. One that was
 * well for longer dies anew: told in a storm that still lasts, and may be snoozed, its death could pass unseen.
 */
function isItsOwn(incident: Incident, { rule, target }: Verdict, now: Date): boolean {
  const own = incident.targets.find((each) => each.target === target);
  if (incident.rule !== rule || own === undefined) return false;
  if (incident.closedAt === null)
    return own.recoveredAt === null || between(own.recoveredAt, now) <= FLAP_WITHIN_MS;
  return incident.state === 'recovered' && between(incident.closedAt, now) <= FLAP_WITHIN_MS;
}

/** Checks come about every interval, so the next one is within one and a half. */
const isStormOf = (incident: Incident, { rule, env }: Verdict, now: Date, checkIntervalMs: number): boolean =>
  incident.rule === rule &&
  incident.closedAt === null &&
  Math.abs(between(incident.openedAt, now)) <= checkIntervalMs * 1.5 &&
  incident.targets.some(({ target }) => target.endsWith(`:${env}`));

function ended(change: Change, verdicts: readonly Verdict[], now: Date, settings: IncidentSettings): Change {
  const { incident } = change;
  if (isClosed(incident)) return change;
  const left = incident.targets.filter((target) => !isWell(target));
  if (left.length === 0) return closedAsWell(change, now);
  const leftVerdicts = verdicts.filter(
    ({ rule, target }) => rule === incident.rule && left.some((each) => each.target === target),
  );
  if (leftVerdicts.length === 0) return closedAsUnwatched(change, now);
  // It may be about to recover: then a reminder would come at the wrong moment.
  if (leftVerdicts.every(({ condition }) => condition?.is === 'undecided')) return change;
  return reminded(change, now, settings.remindAfterMs);
}
