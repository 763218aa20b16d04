import { later, msBetween } from '../../lib/time';
import { placeId, placeOfId } from '../../state/keys';
import { calmAfterMs, DEFAULT_FLAPPING, type FlappingSettings } from '../flapping/settings';
import { targetsOfOpen } from '../incidents/openIncidents';
import { type Membership, noted, notLookedAt, type Origin } from '../observation/discovered';
import type { Observed } from '../observation/observation';
import { RULES } from '../rules';
import { noSignOfLife } from '../rules/noSignOfLife';
import type { AlertState, TargetRecord } from '../state/alertState';
import type { AlertSettings } from '../types';
import { papersIn } from './papers';
import { type RuleContext, type RuleResults, runRules, undecided, type Verdict } from './runRules';

/** A target that was looked at. */
export interface EvaluatedTarget extends RuleResults {
  /** It was off watch on purpose, and is well: it is watched again. */
  readonly isBack: boolean;
}

export interface EvaluatedTargets {
  readonly looked: readonly EvaluatedTarget[];
  /** Those that stay known though this check did not look at them. */
  readonly notLooked: readonly TargetRecord[];
  /** What the rules say of all that alerts may be sent of; of what was not looked at, that nothing is decided. */
  readonly verdicts: readonly Verdict[];
}

/** What every rule found of every target: observed first, with how it came to be known, and whether it is watched. */
export function evaluatedTargets(
  known: AlertState,
  seen: Observed,
  {
    watch,
    membership,
    settings,
  }: { readonly watch: RuleContext; readonly membership: Membership; readonly settings: AlertSettings },
): EvaluatedTargets {
  const before = new Map(known.targets.map((each) => [each.target, each]));
  const paperOf = papersIn(before, seen, watch);
  const looked = seen.snapshots.map((snapshot) => {
    const id = placeId(snapshot);
    const knownTarget = before.get(id) ?? null;
    const origin = noted(knownTarget, snapshot, {
      now: seen.at,
      isConfigured: membership.isConfigured(id),
      isFound: seen.found?.has(id) === true,
      checkIntervalMs: settings.checkIntervalMs,
    });
    const judged = withOrigin(
      runRules(knownTarget, snapshot, watch, () => paperOf(snapshot)),
      origin,
      knownTarget,
    );
    return unmuteIfHealthy(judged, watch, settings.flapping);
  });
  const ids = new Set(looked.map((target) => target.known.target));
  const isPartial = seen.isPartial === true;
  const notLooked = isPartial
    ? known.targets.filter(({ target }) => !ids.has(target))
    : notLookedAt(known, ids, membership);
  // Of the others no verdict matters.
  const open = isPartial ? targetsOfOpen(known.incidents) : null;
  const watched = looked.filter((target) => !target.known.muted && target.known.probation === null);
  return {
    looked,
    notLooked,
    verdicts: [
      ...watched.flatMap((target) => target.verdicts),
      ...notLooked
        .filter(({ target }) => (open === null ? !membership.isIgnored(target) : open.has(target)))
        .flatMap(leftAlone),
    ],
  };
}

/** With how it came to be known; the log names one that was found, and when its probation ends. */
function withOrigin(target: RuleResults, origin: Origin, before: TargetRecord | null): RuleResults {
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

/**
 * A muted target whose conditions are all ok is watched again. What is not reported any more, such as its breaker or its
 * balance, is not waited for: else no later death of that trader would be reported. One that came and went when it was muted has to be
 * observed to be ok for as long as its alert would have taken to be stable.
 */
function unmuteIfHealthy(
  target: RuleResults,
  { now, continuousSince }: Pick<RuleContext, 'now' | 'continuousSince'>,
  flapping: FlappingSettings = DEFAULT_FLAPPING,
): EvaluatedTarget {
  const { mutedOkSince, ...known } = target.known;
  if (!known.muted) return { ...target, isBack: false };
  const asked = target.verdicts.filter(
    ({ rule, condition }) =>
      condition !== null && (rule === noSignOfLife.name || condition.status !== 'pending'),
  );
  const isOk = asked.length > 0 && asked.every(({ condition }) => condition?.status === 'ok');
  const okSince = isOk ? later(mutedOkSince ?? now, continuousSince) : null;
  const isBack =
    okSince !== null && (mutedOkSince === undefined || msBetween(okSince, now) >= calmAfterMs(flapping));
  if (isBack) return { ...target, known: { ...known, muted: false }, isBack };
  return mutedOkSince === undefined
    ? { ...target, isBack }
    : { ...target, known: { ...known, mutedOkSince: okSince }, isBack };
}

/** What was not looked at stays as it is. */
const leftAlone = ({ target }: TargetRecord): Verdict[] =>
  RULES.map(({ name }) => undecided(name, target, placeOfId(target)?.env ?? target));

/** What happened to a target: of one that is off watch, loud ones alone; of one on probation, none. */
export const eventsOf = ({ known: { probation, muted }, events }: EvaluatedTarget): RuleResults['events'] =>
  probation === null ? events.filter(({ level }) => level === 'loud' || !muted) : [];
