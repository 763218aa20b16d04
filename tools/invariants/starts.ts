import type { History, TraderHistory } from './history';
import { signsOf } from './lives';
import { momentsMs } from './moments';
import { mayBeMuted } from './muted';
import { firstWatchAt, type Silence } from './silences';
import { isWithin, overlapMs, stretchIn } from './spans';

/**
 * The silence of a trader that was silent already when the bot was first there. It is reported once, one `staleAfter` later, if
 * something says that it should run; and else not at all.
 */
export function silenceAtStart(history: History, trader: TraderHistory): Silence[] {
  const { settings, watch, span } = history;
  const { staleAfterMs, checkIntervalMs, clockErrorMs } = settings;
  const begins = firstWatchAt(history);
  if (begins === Number.POSITIVE_INFINITY) return [];
  const runs = signsOf(trader);
  const to = runs.find(({ last }) => last >= begins)?.first ?? Number.POSITIVE_INFINITY;
  if (to <= begins) return [];
  const momentMs = momentsMs(settings);
  const before = runs.filter(({ last }) => last < begins).at(-1)?.last ?? begins;
  const { evidence = [], foundWithinMs = 0, target } = trader;
  const neededMs = staleAfterMs + 2 * checkIntervalMs + momentMs;
  const seen = stretchIn(watch.certain, { from: begins, to: Math.min(to, span.to) }, neededMs);
  const isSure =
    seen !== null &&
    foundWithinMs === 0 &&
    isWithin(evidence, { from: begins, to: seen.from + neededMs }) &&
    !watch.lost.some((at) => at >= begins && at <= seen.from + neededMs) &&
    !mayBeMuted(history, trader, begins, to);
  const isEvident = evidence.some((each) => overlapMs(each, { from: begins, to: Math.min(to, span.to) }) > 0);
  return [
    {
      rule: 'no_sign_of_life',
      target,
      from: before,
      to,
      // Said to be since the start of whichever instance reports it, where nothing older is known.
      stated: { from: before - checkIntervalMs - momentMs, to },
      must: isSure ? { by: seen.from + neededMs } : null,
      asSeen: { from: begins, to },
      mustNot: !isEvident || to - begins < staleAfterMs - clockErrorMs - momentMs,
      mayEndAt: Number.POSITIVE_INFINITY,
    },
  ];
}
