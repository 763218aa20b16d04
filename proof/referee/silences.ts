import type { History, Run, Settings, Span, TraderHistory } from './history';
import { isWithin, stretchIn } from './spans';

/** A time in which a trader truly did not do what a rule watches for, and what is to be told of it. */
export interface Silence {
  readonly rule: 'heartbeat' | 'frozen';
  readonly target: string;
  /** The last of it before; what is stated as its beginning lies within `statedBy` around it. */
  readonly from: number;
  /** The first of it afterwards; Infinity while it lasts. */
  readonly to: number;
  readonly stated: Span;
  /** The same with all before and after that lies between lives too short to be seen by any check. */
  readonly asSeen: Span;
  /** It must be told; null where it may be, or must not. */
  readonly must: { readonly by: number } | null;
  /** It was too short to be told. */
  readonly mustNot: boolean;
}

/** Reading, deciding and writing take less, in ms, unless the history tells otherwise; Redis answers within a second. */
const MOMENT_MS = 10_000;
/** After a loss of Redis's data nobody newly goes stale for so long, in ms. */
const LOST_GRACE_MS = 60_000;
/** Two readings of a beat differ by less, in ms: as documented of the bot, which needs a later one to take it as new. */
const JITTER_MS = 5_000;

export const momentsMs = ({ clockErrorMs, momentMs = MOMENT_MS }: Settings): number =>
  momentMs + 2 * clockErrorMs;

/** The silences of the heart, and those of the portfolio while the heart beats. */
export const silencesOf = (history: History): readonly Silence[] =>
  history.traders.flatMap((trader) => [...ofTheHeart(history, trader), ...ofThePortfolio(history, trader)]);

function ofTheHeart(history: History, trader: TraderHistory): Silence[] {
  const { settings, watch } = history;
  const { staleAfterMs, checkIntervalMs, beatSeenForMs, clockErrorMs } = settings;
  const momentMs = momentsMs(settings);
  const gaps = between(trader.beats, history.span.to);
  const lives = livesBetween(gaps).flatMap((life) => keptIn(life, watch));
  return gaps.map(({ from, to, everyMs }, i) => {
    const lateMs = isWithin(watch.certain, { from: from - 1.5 * checkIntervalMs, to: from })
      ? 0
      : checkIntervalMs / 2;
    // A beat that no check has met while its key was there is not known to anybody.
    const unmetMs = Math.max(0, checkIntervalMs + lateMs - beatSeenForMs) + momentMs;
    const asSeen = merged(gaps, i, lives, unmetMs);
    const neededMs = graced(leastMs(settings, staleAfterMs), from + staleAfterMs, history);
    const seen = stretchIn(watch.certain, { from, to: Math.min(to, history.span.to) }, neededMs);
    const must =
      seen !== null && wasKnown(history, trader, seen.from) && !mayBeRetired(history, trader, from, to);
    return {
      rule: 'heartbeat',
      target: trader.target,
      from,
      to,
      stated: { from: from - unmetMs - everyMs - JITTER_MS, to: from + clockErrorMs + 1_000 },
      must: must && seen !== null ? { by: seen.from + neededMs } : null,
      asSeen: { from: asSeen.from - lateMs, to: asSeen.to },
      mustNot: asSeen.to - asSeen.from < staleAfterMs - unmetMs - clockErrorMs,
    };
  });
}

/** The time that is needed to tell of a silence that may last for `limitMs`. */
const leastMs = (settings: Settings, limitMs: number): number =>
  limitMs + 2 * settings.checkIntervalMs + momentsMs(settings);

/**
 * The time that is needed to tell of a silence, in ms, with the minute, and the check, for which nobody newly goes stale after
 * Redis was noticed to have lost data, as documented.
 */
function graced(neededMs: number, staleAt: number, { settings, watch }: History): number {
  const { staleAfterMs, checkIntervalMs } = settings;
  const from = staleAt - 2 * checkIntervalMs;
  let graceMs = 0;
  for (const at of watch.lost)
    if (at >= from && at <= staleAt - staleAfterMs + neededMs + graceMs)
      graceMs += Math.max(checkIntervalMs, LOST_GRACE_MS);
  return neededMs + graceMs;
}

function ofThePortfolio(history: History, trader: TraderHistory): Silence[] {
  const { settings, watch } = history;
  const { frozenAfterMs, checkIntervalMs, clockErrorMs } = settings;
  const momentMs = momentsMs(settings);
  return between(trader.portfolio, history.span.to).map(({ from, to, everyMs }) => {
    const neededMs = leastMs(settings, frozenAfterMs);
    const until = Math.min(to, history.span.to);
    const beating = trader.beats.find((run) => run.first <= from && run.last >= from + neededMs);
    const whileBeating = beating === undefined ? null : { from, to: Math.min(until, beating.last) };
    const seen = whileBeating && stretchIn(watch.certain, whileBeating, neededMs);
    const must =
      seen !== null && wasKnown(history, trader, seen.from) && !mayBeRetired(history, trader, from, to);
    return {
      rule: 'frozen',
      target: trader.target,
      from,
      to,
      stated: { from: from - clockErrorMs - 1_000, to: from + checkIntervalMs + momentMs + everyMs },
      must: must && seen !== null ? { by: seen.from + neededMs } : null,
      asSeen: { from, to },
      mustNot: to - from < frozenAfterMs - everyMs - checkIntervalMs - momentMs,
    };
  });
}

/**
 * A silence with its neighbours, as far as the lives between them are shorter than a check may miss. What Redis loses, or
 * does not take while it is away, takes the last beats with it.
 */
function merged(gaps: readonly Span[], i: number, lives: readonly Span[], unmetMs: number): Span {
  const gap = gaps[i] ?? { from: 0, to: Number.POSITIVE_INFINITY };
  const met = lives.filter(({ from, to }) => to - from >= unmetMs);
  const before = met.filter(({ to }) => to <= gap.from).at(-1);
  const after = met.find(({ from }) => from >= gap.to);
  const isCut = before !== undefined && !gaps.some(({ from }) => from === before.to);
  const from = before === undefined ? (gaps[0]?.from ?? gap.from) : before.to - (isCut ? unmetMs : 0);
  return { from, to: after?.from ?? gaps.at(-1)?.to ?? gap.to };
}

const livesBetween = (gaps: readonly Span[]): Span[] =>
  [...gaps, null].map((gap, i) => ({
    from: gaps[i - 1]?.to ?? Number.NEGATIVE_INFINITY,
    to: gap?.from ?? Number.POSITIVE_INFINITY,
  }));

/** The parts of a life in which what it wrote was there to be seen, and stayed. */
const keptIn = (life: Span, { possible, lost }: History['watch']): Span[] =>
  possible.flatMap((span) => {
    const [from, to] = [Math.max(span.from, life.from), Math.min(span.to, life.to)];
    const cuts = [from, ...lost.filter((at) => at > from && at < to), to];
    return cuts.slice(1).map((cut, n) => ({ from: cuts[n] ?? from, to: cut }));
  });

/** What lies between runs, and after the last. */
function between(runs: readonly Run[], endMs: number): { from: number; to: number; everyMs: number }[] {
  return runs.flatMap(({ last, everyMs }, i) => {
    const to = runs[i + 1]?.first ?? Number.POSITIVE_INFINITY;
    return Math.min(to, endMs) - last <= everyMs ? [] : [{ from: last, to, everyMs }];
  });
}

/** Whether the bot certainly has met a beat of it before, and remembers. */
function wasKnown({ settings, watch }: History, { beats }: TraderHistory, byMs: number): boolean {
  const forgotAt = Math.max(Number.NEGATIVE_INFINITY, ...watch.forgot.filter((at) => at <= byMs));
  const neededMs = 2 * settings.checkIntervalMs + momentsMs(settings);
  return beats.some(
    ({ first, last }) =>
      stretchIn(watch.certain, { from: Math.max(first, forgotAt), to: Math.min(last, byMs) }, neededMs) !==
      null,
  );
}

/** Whether somebody has had the bot no longer watch it, and it may not have been well since. */
export function mayBeRetired(
  { settings, acts, watch }: History,
  trader: TraderHistory,
  from: number,
  to: number,
): boolean {
  const neededMs = 4 * settings.checkIntervalMs + settings.frozenAfterMs + momentsMs(settings);
  // Who has been well since the last time has been so since each time before.
  const at = Math.max(...acts.filter((act) => act.kind === 'retire' && act.at < to).map((act) => act.at));
  if (at === Number.NEGATIVE_INFINITY) return false;
  return !trader.beats.some((run) => {
    const beating = { from: Math.max(run.first, at), to: Math.min(run.last, from) };
    if (beating.to - beating.from < neededMs) return false;
    return trader.portfolio.some((moves) => {
      const well = { from: Math.max(beating.from, moves.first), to: Math.min(beating.to, moves.last) };
      return well.to - well.from >= neededMs && stretchIn(watch.certain, well, neededMs) !== null;
    });
  });
}
