import type { Incident, TargetId } from '../incidents/incident';
import type { IncidentTransition } from '../incidents/incidentIndex';
import type { TargetRecord } from '../state/alertState';
import { countOpenings } from './alertHistory';
import { changesBefore } from './changes';
import type { Change } from './evidence';
import { hourBefore, type RecentBalances } from './recentBalances';

/** What is known at a check that opens incidents. */
export interface KnownBefore {
  readonly records: ReadonlyMap<TargetId, TargetRecord>;
  readonly events: readonly Change[];
  readonly balances: RecentBalances;
  readonly now: Date;
}

/** The steps, each new incident about one target with its evidence. */
export function withEvidence(
  steps: readonly IncidentTransition[],
  { records, events, balances: known, now }: KnownBefore,
): readonly IncidentTransition[] {
  if (steps.every(([before]) => before !== null)) return steps;
  const incidents = steps.map(([, { incident }]) => incident);
  return steps.map(([before, change]): IncidentTransition => {
    const { incident } = change;
    const [target, ...others] = incident.targets;
    if (before !== null || target === undefined || others.length > 0) return [before, change];
    const record = records.get(target.target);
    const balances = hourBefore(known.get(target.target) ?? [], now);
    const evidence = {
      stake: record?.stake ?? null,
      history: countOpenings(record?.history, incident.rule, now),
      changes: [...changesBefore(incident, events, incidents, now)],
      ...(balances.length > 0 && { balances: balances.map(([at, value]): [number, number] => [at, value]) }),
    };
    return [before, { ...change, incident: { ...incident, evidence } }];
  });
}

/** The rules that have opened an alert about a target in these steps, by target. */
export function openingsIn(steps: readonly IncidentTransition[]): ReadonlyMap<TargetId, readonly string[]> {
  const found = new Map<TargetId, string[]>();
  for (const [before, { incident }] of steps)
    for (const target of joinedTargets(before, incident))
      found.set(target, [...(found.get(target) ?? []), incident.rule]);
  return found;
}

function joinedTargets(before: Incident | null, after: Incident): TargetId[] {
  if (before?.targets.length === after.targets.length) return [];
  const known = new Set(before?.targets.map(({ target }) => target));
  return after.targets.map(({ target }) => target).filter((target) => !known.has(target));
}
