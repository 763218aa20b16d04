import type { History, Run, Settings, Span, TraderHistory } from './history';
import { livesOf, type SilenceRule, signsOf } from './lives';
import { momentsMs } from './moments';
import { mayBeMuted } from './muted';
import { isWithin, stretchIn } from './spans';

/** A time in which a trader truly did not do what a rule watches for, and what is to be reported it. */
export interface Silence {
  readonly rule: SilenceRule;
  readonly target: string;
  /** The last of it before; what is stated as its beginning lies within `stated` around it. */
  readonly from: number;
  /** The first of it afterwards; Infinity while it lasts. */
  readonly to: number;
  readonly stated: Span;
  /** The same with all before and after that lies between lives too short to be seen by any check. */
  readonly asSeen: Span;
  /** It must be reported; null where it may be, or must not. */
  readonly must: { readonly by: number } | null;
  /** It was too short to be reported, or no silence of this kind. */
  readonly mustNot: boolean;
  /** From when on its incident may be over though it lasts: something else is reported instead. Infinity for never. */
  readonly mayEndAt: number;
}

/** What lies between two runs, or after the last. */
export interface Gap extends Span {
  readonly everyMs: number;
}

/** After a loss of Redis's data nobody newly goes stale for so long, in ms. */
const LOST_GRACE_MS = 60_000;
/** Two readings of a beat differ by less, in ms: as documented of the bot, which needs a later one to take it as new. */
const JITTER_MS = 5_000;
const SEEN_FOR_MS = 60_000;

/** When the bot was first there to watch; Infinity where it never was. */
export const firstWatchAt = ({ watch }: History): number =>
  watch.possible[0]?.from ?? Number.POSITIVE_INFINITY;

/** The silences of all signs of life of a trader that was there to be seen before. */
export function silencesOfLife(history: History, trader: TraderHistory): Silence[] {
  const { settings, watch } = history;
  const { staleAfterMs, checkIntervalMs, clockErrorMs } = settings;
  const gaps = between(signsOf(trader), history.span.to);
  const lives = livesBetween(gaps).flatMap((life) => keptIn(life, watch));
  return gaps.flatMap((gap, i) => {
    const { from, to, everyMs } = gap;
    // Who was silent before the bot was first there is another matter.
    if (from < firstWatchAt(history)) return [];
    const lateMs = isWithin(watch.certain, { from: from - 1.5 * checkIntervalMs, to: from })
      ? 0
      : checkIntervalMs / 2;
    const unmetMs = unmet(settings, trader, lateMs);
    const asSeen = merged(gaps, i, lives, unmetMs);
    const { datedWithinMs = 0 } = trader;
    return {
      rule: 'no_sign_of_life',
      target: trader.target,
      from,
      to,
      stated: { from: from - unmetMs - everyMs - JITTER_MS, to: from + clockErrorMs + datedWithinMs + 1_000 },
      must: mustBeReported(history, trader, {
        rule: 'no_sign_of_life',
        from,
        until: to,
        limitMs: staleAfterMs,
      }),
      asSeen: { from: asSeen.from - lateMs, to: asSeen.to },
      mustNot: asSeen.to - asSeen.from < staleAfterMs - unmetMs - clockErrorMs,
      mayEndAt: Number.POSITIVE_INFINITY,
    };
  });
}

/** A write that no check has met while its key was there is not known to anybody: it may be so old, in ms. */
export const unmet = (settings: Settings, { seenForMs = SEEN_FOR_MS }: TraderHistory, lateMs = 0): number =>
  Math.max(0, settings.checkIntervalMs + lateMs - seenForMs) + momentsMs(settings);

/** By when a silence must be decided on that could be watched until then; null where it need not be. */
export function mustBeReported(
  history: History,
  trader: TraderHistory,
  {
    rule,
    from,
    until,
    limitMs,
  }: { readonly rule: SilenceRule; readonly from: number; readonly until: number; readonly limitMs: number },
): Silence['must'] {
  const { settings, watch, span } = history;
  // A check is made when a trader becomes stale, and nothing hides that where nothing goes wrong.
  const isPrompt = settings.isCalm === true && rule === 'no_sign_of_life';
  const foundMs = isPrompt ? 0 : 2 * settings.checkIntervalMs;
  const leastMs = limitMs + foundMs + momentsMs(settings) + (trader.datedWithinMs ?? 0);
  const neededMs = graced(leastMs, from + limitMs, history);
  const seen = stretchIn(watch.certain, { from, to: Math.min(until, span.to) }, neededMs);
  if (seen === null || !wasKnown(history, trader, livesOf(trader, rule), seen.from)) return null;
  return mayBeMuted(history, trader, from, until) ? null : { by: seen.from + neededMs };
}

/**
 * The time that is needed to report a silence, in ms, with the minute, and the check, for which nobody newly goes stale after
 * Redis was noticed to have lost data, as documented.
 */
export function graced(neededMs: number, staleAt: number, { settings, watch }: History): number {
  const { staleAfterMs, checkIntervalMs } = settings;
  const from = staleAt - 2 * checkIntervalMs;
  let graceMs = 0;
  for (const at of watch.lost)
    if (at >= from && at <= staleAt - staleAfterMs + neededMs + graceMs)
      graceMs += Math.max(checkIntervalMs, LOST_GRACE_MS);
  return neededMs + graceMs;
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
export function between(runs: readonly Run[], endMs: number): readonly Gap[] {
  return runs.flatMap(({ last, everyMs }, i) => {
    const to = runs[i + 1]?.first ?? Number.POSITIVE_INFINITY;
    return Math.min(to, endMs) - last <= everyMs ? [] : [{ from: last, to, everyMs }];
  });
}

/** Whether the bot certainly has met writes of these runs before, and remembers. */
export function wasKnown(
  { settings, watch }: History,
  { foundWithinMs = 0 }: TraderHistory,
  runs: readonly Run[],
  byMs: number,
): boolean {
  const forgotAt = Math.max(Number.NEGATIVE_INFINITY, ...watch.forgot.filter((at) => at <= byMs));
  const neededMs = 2 * settings.checkIntervalMs + momentsMs(settings) + foundWithinMs;
  return runs.some(
    ({ first, last }) =>
      stretchIn(watch.certain, { from: Math.max(first, forgotAt), to: Math.min(last, byMs) }, neededMs) !==
      null,
  );
}
