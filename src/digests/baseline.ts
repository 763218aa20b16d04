import { z } from 'zod';
import { type Tally, tally, tallySchema } from '../alerting/rules/uptimeTotals';
import type { AlertState, Baseline, TargetHints } from '../alerting/state/alertState';
import { sessionTarget } from '../alerting/tuning';

/** The sessions that moved last are compared; more are not remembered. */
const MAX_SESSIONS = 100;

/** What was counted of a target; null when nothing was, or the rule that counts is off. */
export function totalsOf({ rules }: AlertState['targets'][number]): Tally | null {
  return z.safeDecode(tallySchema, rules[tally.name] as z.input<typeof tallySchema>).data ?? null;
}

/** How it stands now, for the next digest to compare with; `mentioned` are the hints that need not be mentioned again. */
export const baselineOf = (known: AlertState, mentioned: readonly TargetHints[] = []): Baseline => ({
  at: known.observedAt,
  targets: known.targets.flatMap((each) => {
    const totals = totalsOf(each)?.totals;
    return totals === undefined ? [] : [{ target: each.target, totals }];
  }),
  sessions: (known.sessions ?? [])
    .filter(({ finished }) => !finished)
    .slice(0, MAX_SESSIONS)
    .map((each) => ({ session: sessionTarget(each), completed: each.completed, runs: each.runs })),
  hints: mentioned,
});
