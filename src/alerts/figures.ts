import { z } from 'zod';
import type { IncidentState } from './incident';
import type { Known } from './known';

/** A target's heart as the rule `heartbeat` last judged it; `unknown` where it did not, or is switched off. */
export type HeartState = 'never_seen' | 'fresh' | 'stale' | 'unknown';

export interface Figures {
  readonly targets: Readonly<Record<HeartState, number>>;
  /** The targets that are silent on purpose. */
  readonly retired: number;
  readonly incidents: Readonly<Record<IncidentState, number>>;
}

const memory = z.object({ state: z.enum(['silent', 'fresh', 'stale']) });

/** How many targets and incidents of each state there are among what is known. */
export function figuresOf({ targets, incidents }: Known): Figures {
  const hearts = { never_seen: 0, fresh: 0, stale: 0, unknown: 0 };
  for (const { rules } of targets) hearts[heartOf(rules.heartbeat)] += 1;
  const states = { open: 0, acknowledged: 0, snoozed: 0, recovered: 0, retired: 0 };
  for (const { state } of incidents) states[state] += 1;
  return { targets: hearts, retired: targets.filter(({ retired }) => retired).length, incidents: states };
}

function heartOf(remembered: unknown): HeartState {
  const { data } = memory.safeParse(remembered);
  if (data === undefined) return 'unknown';
  return data.state === 'silent' ? 'never_seen' : data.state;
}
