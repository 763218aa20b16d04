import type { History, Run, Span, TraderHistory } from './history';
import { signsOf } from './lives';
import { momentsMs } from './moments';
import { stretchIn } from './spans';

/** Whether somebody has had the bot no longer watch it, and it may not have recovered since. */
export function mayBeMuted(
  { settings, acts, watch }: History,
  trader: TraderHistory,
  from: number,
  to: number,
): boolean {
  const neededMs = 4 * settings.checkIntervalMs + settings.frozenAfterMs + momentsMs(settings);
  // A trader that recovered after the last time recovered after each time before.
  const at = Math.max(...acts.filter((act) => act.kind === 'mute' && act.at < to).map((act) => act.at));
  if (at === Number.NEGATIVE_INFINITY) return false;
  return !healthyTimes(trader).some((healthy) => {
    const since = { from: Math.max(healthy.from, at), to: Math.min(healthy.to, from) };
    return since.to - since.from >= neededMs && stretchIn(watch.certain, since, neededMs) !== null;
  });
}

/** When it gave every sign of life that it gives. */
function healthyTimes(trader: TraderHistory): readonly Span[] {
  const { beats, portfolio } = trader;
  if (beats.length === 0 || portfolio.length === 0) return signsOf(trader).map(spanOf);
  return beats.flatMap((run) =>
    portfolio.map((moves) => ({
      from: Math.max(run.first, moves.first),
      to: Math.min(run.last, moves.last),
    })),
  );
}

const spanOf = ({ first, last }: Run): Span => ({ from: first, to: last });
