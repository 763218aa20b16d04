import { z } from 'zod';
import { isDrill } from './drill/drill';
import type { IncidentState } from './incidents/incident';
import { noSignOfLife } from './rules/noSignOfLife';
import type { Severity } from './severity/severity';
import type { AlertState } from './state/alertState';

/** A target's signs of life as the rule about them last evaluated them; `unknown` where it did not, or is switched off. */
export type LifeState = 'never_seen' | 'fresh' | 'stale' | 'unknown';

export interface AlertStats {
  readonly targets: Readonly<Record<LifeState, number>>;
  /** The targets that are silent on purpose. */
  readonly muted: number;
  readonly incidents: Readonly<Record<IncidentState, number>>;
  /** Those that are open, acknowledged or snoozed. */
  readonly openIncidents: Readonly<Record<Severity, number>>;
}

export const NO_OPEN_INCIDENTS: Readonly<Record<Severity, number>> = { critical: 0, warning: 0, info: 0 };

const memory = z.object({ state: z.enum(['unseen', 'fresh', 'stale']) });

/** How many targets and incidents of each state there are among what is known. */
export function computeStats({ targets, incidents }: AlertState): AlertStats {
  const lives = { never_seen: 0, fresh: 0, stale: 0, unknown: 0 };
  for (const { rules } of targets) lives[lifeOf(rules[noSignOfLife.name])] += 1;
  const states = { open: 0, acknowledged: 0, snoozed: 0, recovered: 0, muted: 0, closed: 0 };
  const openIncidents = { ...NO_OPEN_INCIDENTS };
  for (const { state, severity, closedAt } of incidents.filter((each) => !isDrill(each))) {
    states[state] += 1;
    if (closedAt === null) openIncidents[severity] += 1;
  }
  const muted = targets.filter((target) => target.muted).length;
  return { targets: lives, muted, incidents: states, openIncidents };
}

function lifeOf(remembered: unknown): LifeState {
  const { data } = memory.safeParse(remembered);
  if (data === undefined) return 'unknown';
  return data.state === 'unseen' ? 'never_seen' : data.state;
}
