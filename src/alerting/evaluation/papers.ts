import type { LiveStatusSnapshot } from '../../monitors/live/liveSnapshot';
import { type Place, placeId } from '../../state/keys';
import type { TargetId } from '../incidents/incident';
import type { Observed } from '../observation/observation';
import { observeTarget } from '../observation/targetObservation';
import type { ObservedSide } from '../rules/rule';
import type { TargetRecord } from '../state/alertState';
import type { RuleContext } from './runRules';

/** Finds what was observed of the paper trader of a target's env and prefix; null where none is known. */
export function papersIn(
  before: ReadonlyMap<TargetId, TargetRecord>,
  seen: Observed,
  { now, targets, isOwnClock }: RuleContext,
): (place: Place) => ObservedSide | 'not_observed' | null {
  let papers: ReadonlyMap<TargetId, LiveStatusSnapshot> | null = null;
  return ({ env, otherPrefix }) => {
    const id = placeId({ mode: 'paper', env, otherPrefix });
    const known = before.get(id);
    papers ??= new Map(
      seen.snapshots.filter(({ mode }) => mode === 'paper').map((each) => [placeId(each), each]),
    );
    const snapshot = papers.get(id);
    if (snapshot === undefined) return known === undefined || seen.isPartial !== true ? null : 'not_observed';
    const { signs = null, lastRealOrderAt = null } = known ?? {};
    const configured = targets?.get(id);
    const observation = observeTarget(snapshot, { signs, lastRealOrderAt, configured, isOwnClock }, now);
    return { snapshot, observation };
  };
}
