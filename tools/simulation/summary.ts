import type { Finding, FindingKind, Verdict } from '../invariants/history';
import { FINDING_KINDS } from '../invariants/history';
import { DAY } from './plan';
import type { Told } from './run';

/** What is kept of a story once it was told. */
export interface Summary {
  readonly seed: number;
  readonly mutant: string;
  readonly days: number;
  readonly copies: number;
  readonly isCalm: boolean;
  readonly findings: readonly Finding[];
  readonly atLeastOnce: number;
  readonly counted: Verdict['counted'] & Told['counted'];
}

export const summaryOf = (mutant: string, { plan, verdict, counted }: Told): Summary => ({
  seed: plan.seed,
  mutant,
  days: (plan.endMs - plan.startMs) / DAY,
  copies: plan.copies,
  isCalm: plan.faults.size === 0,
  findings: verdict.findings,
  atLeastOnce: verdict.atLeastOnce,
  counted: { ...verdict.counted, ...counted },
});

/** How often each kind was found. */
export const foundIn = (summaries: readonly Summary[]): Readonly<Record<FindingKind, number>> => {
  const found = Object.fromEntries(FINDING_KINDS.map((kind) => [kind, 0])) as Record<FindingKind, number>;
  for (const { findings } of summaries) for (const { kind } of findings) found[kind] += 1;
  return found;
};

/** The sum of a figure over all stories. */
export const sumOf = (summaries: readonly Summary[], figure: (summary: Summary) => number): number =>
  summaries.reduce((sum, summary) => sum + figure(summary), 0);
