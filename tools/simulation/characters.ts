import type { Mode, Place } from '../../src/state/keys';
import type { Prng } from './prng';
import type { Rhythm } from './sign';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** Those that the bot asks for unasked, and words of an owner's own, which it has to find. */
const ASKED_FOR = ['docker', 'local', 'production', 'staging', 'development'] as const;
export const OWN_WORDS = ['blue', 'seoul-1', 'trader', '42'] as const;

/** What kind of trader it is: the same for its whole life in a scenario. */
export interface Character {
  readonly target: Place;
  /** Null for a trader as the live one is, which writes none. */
  readonly heartbeat: Rhythm | null;
  readonly portfolio: Rhythm | null;
  /** A key of another component that nobody writes any more: with what TTL, and what time in it, from now. In ms. */
  readonly leftover: { readonly ttlMs: number | null; readonly aheadMs: number } | null;
  /** How it stood before the bot was first started. */
  readonly before: Before;
  /** Whether the configuration names it under `targets:`. */
  readonly isListed: boolean;
  /** Whether nobody has named it to the bot, which finds it by what it writes. */
  readonly isDiscovered: boolean;
}

export interface Before {
  /** When it first writes: at the start of the scenario, within a minute or two, later, or never. */
  readonly begins: 'before' | 'soon' | 'later' | 'never';
  /** What it left in Redis before: flags of live trading, a real order, counters, a portfolio that has yet to expire. */
  readonly left: readonly ('flags' | 'order' | 'counters' | 'portfolio')[];
}

/** So many of each kind of env are in a scenario on average. */
const ENV_SHARE = { asked: 0.25, own: 0.08 };
const MODES: readonly Mode[] = ['live', 'paper', 'shadow'];

/** The traders of a scenario. Half of them are as the real live trader is: it writes its portfolio alone. */
export function charactersOf(prng: Prng): readonly Character[] {
  const of = (envs: readonly string[], share: number, isDiscovered: boolean): Character[] =>
    MODES.flatMap((mode) => envs.map((env) => ({ mode, env }) as Place))
      .filter(() => prng.is(share))
      .map((target) => characterOf(target, isDiscovered, prng.of(`${target.mode}:${target.env}`)));
  return [...of(ASKED_FOR, ENV_SHARE.asked, false), ...of(OWN_WORDS, ENV_SHARE.own, true)];
}

function characterOf(target: Place, isDiscovered: boolean, prng: Prng): Character {
  const kind = prng.share();
  const hasHeartbeat = kind > 0.5;
  const hasPortfolio = kind < 0.95;
  const isListed = prng.is(0.15);
  return {
    target,
    heartbeat: hasHeartbeat ? { everyMs: prng.whole(10, 30) * SECOND, ttlMs: ttlOf(prng, MINUTE) } : null,
    portfolio: hasPortfolio
      ? { everyMs: prng.oneOf([SECOND, SECOND, 5 * SECOND, 30 * SECOND]), ttlMs: ttlOf(prng, 5 * MINUTE) }
      : null,
    leftover: prng.is(0.25)
      ? {
          ttlMs: prng.oneOf([null, 60 * MINUTE, 7 * 24 * 60 * MINUTE]),
          aheadMs: prng.oneOf([-1, 1, 9]) * 60 * MINUTE,
        }
      : null,
    before: beforeOf(target, prng),
    isListed,
    isDiscovered: isDiscovered && !isListed,
  };
}

/** Mostly as the trading system has it. */
const ttlOf = (prng: Prng, usualMs: number): number | null =>
  prng.is(0.7) ? usualMs : prng.oneOf([2 * MINUTE, 10 * MINUTE, null]);

function beforeOf({ mode }: Place, prng: Prng): Before {
  const begins = prng.oneOf(['before', 'soon', 'soon', 'soon', 'later', 'never'] as const);
  const left = [
    mode === 'live' && prng.is(0.4) ? ('flags' as const) : null,
    mode === 'live' && prng.is(0.3) ? ('order' as const) : null,
    prng.is(0.4) ? ('counters' as const) : null,
    prng.is(0.2) ? ('portfolio' as const) : null,
  ].filter((one) => one !== null);
  return { begins, left };
}
