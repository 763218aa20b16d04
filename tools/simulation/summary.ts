import type { InvariantReport, Violation, ViolationKind } from '../invariants/history';
import { VIOLATION_KINDS } from '../invariants/history';
import { DAY } from './plan';
import type { ScenarioResult } from './run';

/** What is kept of a finished scenario. */
export interface Summary {
  readonly seed: number;
  readonly mutant: string;
  readonly days: number;
  readonly instances: number;
  readonly isCalm: boolean;
  readonly violations: readonly Violation[];
  readonly atLeastOnce: number;
  readonly counted: InvariantReport['counted'] & ScenarioResult['counted'];
}

export const summaryOf = (mutant: string, { plan, report, counted }: ScenarioResult): Summary => ({
  seed: plan.seed,
  mutant,
  days: (plan.endMs - plan.startMs) / DAY,
  instances: plan.instances,
  isCalm: plan.faults.size === 0,
  violations: report.violations,
  atLeastOnce: report.atLeastOnce,
  counted: { ...report.counted, ...counted },
});

/** How often each kind was found. */
export const foundIn = (summaries: readonly Summary[]): Readonly<Record<ViolationKind, number>> => {
  const found = Object.fromEntries(VIOLATION_KINDS.map((kind) => [kind, 0])) as Record<ViolationKind, number>;
  for (const { violations } of summaries) for (const { kind } of violations) found[kind] += 1;
  return found;
};

/** The sum of a value over all scenarios. */
export const sumOf = (summaries: readonly Summary[], figure: (summary: Summary) => number): number =>
  summaries.reduce((sum, summary) => sum + figure(summary), 0);
