import type { LiveStatusSnapshot } from '../../src/monitors/liveSnapshot';
import type { Env, Mode } from '../../src/state/keys';
import { healthy, noBeat, noStats } from '../helpers/snapshots';

/** Every story begins here: times in stories are seconds from it. */
export const START = new Date('2026-11-22T03:00:00Z');

export const second = (seconds: number): Date => new Date(START.getTime() + Math.round(seconds * 1000));

/** From and to, in seconds. */
export type Span = readonly [from: number, to: number];

export const ALWAYS: Span = [-600, Infinity];

/** How a trader behaves through a story. */
export interface Trader {
  readonly target: `${Mode}:${Env}`;
  /** While it beats. */
  readonly beats: readonly Span[];
  /** Seconds from beat to beat. */
  readonly beatEvery?: number;
  /** Its clock minus the true time, in seconds. */
  readonly skew?: number | ((t: number) => number);
  /** False: its key never expires, so its age can be told by comparing clocks alone. */
  readonly hasTtl?: boolean;
  /** What else it reports, by the second. */
  readonly reports?: (t: number) => Partial<LiveStatusSnapshot>;
}

export const trader = (
  target: Trader['target'],
  beats: readonly Span[],
  rest: Partial<Trader> = {},
): Trader => ({
  target,
  beats,
  ...rest,
});

/** When the trader last wrote a beat, in seconds; null when it never did. */
function lastBeat({ beats, beatEvery = 10 }: Trader, t: number): number | null {
  const spans = beats.filter(([from]) => from <= t);
  const span = spans.at(-1);
  if (span === undefined) return null;
  const [from, to] = span;
  return from + Math.floor((Math.min(t, to) - from) / beatEvery) * beatEvery;
}

/** What the bot reads of a trader at a second, by the way that its monitor reads it. */
export function snapshotOf(trader: Trader, t: number): LiveStatusSnapshot {
  const [mode, env] = trader.target.split(':') as [Mode, Env];
  const base = {
    ...healthy,
    ...noStats,
    mode,
    env,
    portfolioAt: null,
    portfolioAgeMs: null,
    liveMetrics: [],
    breakerActive: null,
  };
  return { ...base, timestamp: second(t), ...beatOf(trader, t), ...trader.reports?.(t) };
}

function beatOf(trader: Trader, t: number): Partial<LiveStatusSnapshot> {
  const written = lastBeat(trader, t);
  const hasTtl = trader.hasTtl ?? true;
  if (written === null || (hasTtl && t - written >= 60)) return noBeat;
  const skew = typeof trader.skew === 'function' ? trader.skew(written) : (trader.skew ?? 0);
  const age = hasTtl ? t - written : Math.max(0, t - written - skew);
  return {
    heartbeat: age <= 90 ? 'fresh' : 'stale',
    lastHeartbeat: second(written + skew),
    heartbeatComponent: 'trader',
    heartbeatAgeMs: age * 1000,
    clockSkewMs: hasTtl ? skew * 1000 : null,
  };
}
