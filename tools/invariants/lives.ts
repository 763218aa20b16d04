import type { Run, TraderHistory } from './history';

/** What a rule watches a trader for: all of its signs of life, or one of them while the other goes on. */
export type SilenceRule = 'no_sign_of_life' | 'no_heartbeat' | 'stale_portfolio';

/** What a trader wrote of that which a rule watches for. */
export const livesOf = (trader: TraderHistory, rule: SilenceRule): readonly Run[] =>
  rule === 'no_heartbeat' ? trader.beats : rule === 'stale_portfolio' ? trader.portfolio : signsOf(trader);

/** Runs of any sign of life: a trader is alive as long as it gives one of those that it gives. */
export function signsOf({ beats, portfolio }: TraderHistory): readonly Run[] {
  const runs = [...beats, ...portfolio].sort((a, b) => a.first - b.first);
  const merged: Run[] = [];
  for (const run of runs) {
    const before = merged.at(-1);
    if (before === undefined || run.first > before.last) merged.push(run);
    else
      merged[merged.length - 1] = {
        first: before.first,
        last: Math.max(before.last, run.last),
        everyMs: Math.max(before.everyMs, run.everyMs),
      };
  }
  return merged;
}
