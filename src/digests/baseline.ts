import { z } from 'zod';
import { type UptimeMemory, uptimeMemorySchema, uptimeTotals } from '../alerting/rules/uptimeTotals';
import type { AlertState, Baseline, TargetHints } from '../alerting/state/alertState';
import { sessionTarget } from '../alerting/tuning';

/** The sessions that progressed last are compared; more are not stored. */
const MAX_SESSIONS = 100;

/** The totals of a target; null if nothing was counted, or if the rule that counts is off. */
export function totalsOf({ rules }: AlertState['targets'][number]): UptimeMemory | null {
  return (
    z.safeDecode(uptimeMemorySchema, rules[uptimeTotals.name] as z.input<typeof uptimeMemorySchema>).data ??
    null
  );
}

/** The values now, for the next digest to compare with; `mentioned` are the hints not to mention again. */
export const baselineOf = (state: AlertState, mentioned: readonly TargetHints[] = []): Baseline => ({
  at: state.observedAt,
  targets: state.targets.flatMap((each) => {
    const totals = totalsOf(each)?.totals;
    return totals === undefined ? [] : [{ target: each.target, totals }];
  }),
  sessions: (state.sessions ?? [])
    .filter(({ finished }) => !finished)
    .slice(0, MAX_SESSIONS)
    .map((each) => ({ session: sessionTarget(each), completed: each.completed, runs: each.runs })),
  hints: mentioned,
});
