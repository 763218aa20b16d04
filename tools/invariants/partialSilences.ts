import type { History, Run, TraderHistory } from './history';
import { momentsMs } from './moments';
import { between, firstWatchAt, type Gap, mustBeReported, type Silence, unmet, wasKnown } from './silences';

/** After 24 h without a heartbeat the portfolio alone decides, as documented: reported about by then, in ms. */
export const RELEASED_MS = 23 * 3_600_000;

/** The silences of the heart while the portfolio goes on, and those of the portfolio while the heart beats. */
export function partialSilences(history: History, trader: TraderHistory): Silence[] {
  const { staleAfterMs, frozenAfterMs } = history.settings;
  const { beats, portfolio } = trader;
  return [
    ...between(beats, history.span.to).map((gap) => {
      const silence = partOf(history, trader, {
        rule: 'no_heartbeat',
        gap,
        limitMs: staleAfterMs,
        other: portfolio,
      });
      return { ...silence, mayEndAt: Math.min(silence.mayEndAt, gap.from + RELEASED_MS) };
    }),
    ...between(portfolio, history.span.to).map((gap) =>
      partOf(history, trader, { rule: 'stale_portfolio', gap, limitMs: frozenAfterMs, other: beats }),
    ),
  ];
}

interface Part {
  readonly rule: 'no_heartbeat' | 'stale_portfolio';
  readonly gap: Gap;
  readonly limitMs: number;
  /** The sign that has to go on meanwhile. */
  readonly other: readonly Run[];
}

function partOf(history: History, trader: TraderHistory, { rule, gap, limitMs, other }: Part): Silence {
  const { settings } = history;
  const { checkIntervalMs, clockErrorMs } = settings;
  const { from, to, everyMs } = gap;
  const { datedWithinMs = 0 } = trader;
  const momentMs = momentsMs(settings);
  const unmetMs = unmet(settings, trader, checkIntervalMs / 2);
  const alongside = other.find(({ first, last }) => first <= from && last > from);
  const until = Math.min(to, alongside?.last ?? from);
  const wasOtherKnown = alongside !== undefined && wasKnown(history, trader, [alongside], from);
  const must = wasOtherKnown ? mustBeReported(history, trader, { rule, from, until, limitMs }) : null;
  const lastOther = Math.max(Number.NEGATIVE_INFINITY, ...lastsWithin(other, gap));
  return {
    rule,
    target: trader.target,
    from,
    to,
    stated: {
      from: from - unmetMs - everyMs - clockErrorMs - 1_000,
      to: from + checkIntervalMs + momentMs + everyMs + datedWithinMs,
    },
    must: from < firstWatchAt(history) || isReleasedIn(history, gap) ? null : must,
    asSeen: { from: from - unmetMs, to },
    mustNot:
      // Of a sign that it was never there to see nothing can be missed.
      from < firstWatchAt(history) ||
      to - from < limitMs - unmetMs - everyMs - checkIntervalMs - momentMs ||
      // Who dies altogether does not give up one sign first.
      lastOther < from + limitMs / 2 - unmetMs - checkIntervalMs - everyMs,
    mayEndAt: lastOther < to && lastOther < history.span.to - settings.staleAfterMs ? lastOther : Infinity,
  };
}

/** Whether somebody said meanwhile that no heartbeat is expected any more: of this trader, perhaps. */
const isReleasedIn = ({ acts }: History, { from, to }: Gap): boolean =>
  acts.some(({ kind, at }) => kind === 'release_heartbeat' && at >= from && at <= to);

/** The last write of each run within a gap. */
const lastsWithin = (runs: readonly Run[], { from, to }: Gap): readonly number[] =>
  runs.filter(({ first, last }) => last > from && first < to).map(({ last }) => Math.min(last, to));
